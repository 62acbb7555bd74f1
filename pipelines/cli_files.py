"""Commands about files: check one, make a template, decide about a delivery."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from domain.template_columns import DESTINATIONS, TEMPLATE_KINDS
from pipelines.cli_options import ATTENTION, Cycle, everywhere, sayer
from warehouse.files import write_whole
from warehouse.home import Home


@click.command("check")
@everywhere
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--school", help="Whose file it is: the school's id. Not needed for a file in its inbox.")
@click.option("--json", "for_machines", is_flag=True, help="Everything as JSON, for machines.")
def check_command(
    home: Path, as_of: date | None, quiet: bool, files: tuple[Path, ...], school: str | None, for_machines: bool
) -> None:
    """Say what the receipt of a file would say, and store nothing."""
    from pipelines.check import as_json, check, needs_attention
    from reports.receipt_text import receipt_lines

    receipts = check(home, files, school, as_of)
    if for_machines:
        click.echo(as_json(receipts))
    else:
        for receipt in receipts:
            if not quiet or needs_attention([receipt]):
                click.echo("\n".join(receipt_lines(receipt)) + "\n")
    if needs_attention(receipts):
        raise SystemExit(ATTENTION)


@click.command()
@everywhere
@click.option("--school", required=True, help="The school's id, as its folder is called.")
@click.option("--cycle", type=Cycle(), required=True, help="The cycle, as 2025-26.")
@click.option("--kind", type=click.Choice([DESTINATIONS, *TEMPLATE_KINDS]), default=DESTINATIONS, show_default=True)
@click.option("--year-group", type=int, help="6, 11, 12 or 13. Other kinds: only this one's pupils; left out, all.")
@click.option("--stage", type=click.Choice(["intended", "final"]), help="For destinations.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The workbook to write.")
def template(
    home: Path,
    as_of: date | None,
    quiet: bool,
    school: str,
    cycle: str,
    kind: str,
    year_group: int | None,
    stage: str | None,
    output: Path | None,
) -> None:
    """Write a workbook for a school to fill in: its pupils from the roll, a drop-down in every coded column."""
    from assets.templates import template as make
    from assets.templates import template_of_kind

    if kind != DESTINATIONS:
        if stage:
            raise click.UsageError(f"--stage is for destinations only: leave it out for {kind}.")
        content = template_of_kind(Home(home.resolve()), school, cycle, kind, year_group)
        name = f"Y{year_group}-{kind}" if year_group else kind
    elif year_group is None or stage is None:
        raise click.UsageError("A template for destinations needs --year-group (6, 11, 12 or 13) and --stage.")
    else:
        content = make(Home(home.resolve()), school, cycle, year_group, stage)
        name = f"Y{year_group}-{stage}"
    file = output or Path(f"{school}-{cycle}-{name}.xlsx")
    # It names pupils: for the school and the network's team, not for everybody on the machine.
    write_whole(file, content, mode=0o640)
    sayer(quiet)(f"{file}: fill it in and drop it into {home / 'inbox' / school}.")


@click.command()
@everywhere
@click.argument("delivery")
@click.option("--because", required=True, help="The reason, for the log.")
@click.option("--undo", is_flag=True, help="Take a withdrawal back.")
def withdraw(home: Path, as_of: date | None, quiet: bool, delivery: str, because: str, undo: bool) -> None:
    """Take a wrongly sent file out of the current picture; nothing is deleted, and --undo restores it."""
    from pipelines.decisions import decide

    path = decide(home, "restore" if undo else "withdraw", delivery, because, as_of)
    click.echo(f"{path} is {'counted again' if undo else 'withdrawn'}. The next run rebuilds what it touched.")


@click.command()
@everywhere
@click.argument("delivery")
@click.option("--because", required=True, help="How you know that the file is right, for the log.")
@click.option("--undo", is_flag=True, help="Take the acceptance back.")
def accept(home: Path, as_of: date | None, quiet: bool, delivery: str, because: str, undo: bool) -> None:
    """Settle the doubts about a whole file that is held; it counts from the day it came. Rows are never accepted."""
    from pipelines.decisions import decide

    path = decide(home, "reconsider" if undo else "accept", delivery, because, as_of)
    click.echo(f"{path} is {'in doubt again' if undo else 'accepted'}. The next run rebuilds what it touches.")


FILE_COMMANDS = (check_command, template, withdraw, accept)
