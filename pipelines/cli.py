"""The command line.

Each command parses, calls one function and prints; exit codes: 0 done, 1 the data needs attention, 2 wrong usage, 3 our
fault.
"""

from __future__ import annotations

import difflib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from domain.calendar import parse_cycle
from pipelines.leftovers import leftover_sentences
from pipelines.run import STAGES, RunFailed, RunSummary, run_home
from warehouse.database import WarehouseBusy
from warehouse.events import EventLogError
from warehouse.files import write_whole
from warehouse.home import FolderError, Home
from warehouse.settings import SettingsError

ATTENTION, USAGE, FAULT = 1, 2, 3
_DEMO_DAY = date(2026, 11, 20)
F = TypeVar("F", bound=Callable[..., Any])


class _Day(click.ParamType[date]):
    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f'"{value}" is not a date. Write it as 2026-11-20.', param, ctx)


class _Cycle(click.ParamType[str]):
    name = "CYCLE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return parse_cycle(str(value)) or self.fail(
            f'"{value}" is not a cycle. Write it as 2025-26: the year that ends with the leaving summer.', param, ctx
        )


class _Commands(click.Group):
    """Commands that answer a misspelt name with the nearest one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            close = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f' Did you mean "{close[0]}"?' if close else f" There are: {', '.join(self.list_commands(ctx))}."
            raise click.UsageError(f'There is no command "{args[0]}".{hint}') from None


def everywhere(command: F) -> F:
    """The options that work with every command."""
    for option in (
        click.option("--quiet", is_flag=True, help="Print only what needs attention."),
        click.option("--as-of", type=_Day(), help="The day whose knowledge counts, as 2026-11-20. Default: today."),
        click.option(
            "--home",
            type=click.Path(path_type=Path, file_okay=False),
            envvar="DESTINATIONS_HOME",
            default=Path("data"),
            show_default=True,
            help="The network's folder (or set DESTINATIONS_HOME).",
        ),
    ):
        command = option(command)
    return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Pupils' intended and final destinations: from a school's dropped file to a leader's page."""


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="HOME")
@click.option("--demo", is_flag=True, help="Write a synthetic network that has just dropped its files.")
def init(folder: Path, demo: bool) -> None:
    """Make a new home: settings, a list of schools and an inbox for each."""
    from pipelines.homes import make_demo_home, make_home

    if (folder / "network.toml").exists():
        raise click.UsageError(f"{folder} is a home already. Choose another folder, or delete it first.")
    if demo:
        summary = make_demo_home(folder)
        click.echo(
            f"{folder}: {summary.schools} schools have dropped {len(summary.files)} files. "
            f"Next: destinations run --home {folder} --as-of {_DEMO_DAY}"
        )
    else:
        make_home(folder)
        click.echo(f"{folder}: fill in schools.csv and network.toml, then: destinations run --home {folder}")


@commands.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Where to write it.",
)
@click.option("--quiet", is_flag=True, help="Print only what needs attention.")
def demo(home: Path, quiet: bool) -> None:
    """The whole main job on a synthetic network, in one command."""
    from pipelines.homes import make_demo_home

    if not (home / "network.toml").exists():
        summary = make_demo_home(home)
        _say(quiet)(
            f"A synthetic network of {summary.schools} schools has dropped {len(summary.files)} files "
            f"into {home / 'inbox'}"
        )
    first_time = not Home(home).event_log.exists()
    _tell(run_home(home, _DEMO_DAY if first_time else None, say=_say(quiet)), home)


@commands.command()
@everywhere
@click.option("--cycle", type=_Cycle(), help="Only this cycle, as 2025-26.")
@click.option("--only", help="Only some of land,build,publish, separated by commas.")
def run(home: Path, as_of: date | None, quiet: bool, cycle: str | None, only: str | None) -> None:
    """Land new files, build the cycles they touch, publish where every check passed."""
    stages = tuple(part.strip() for part in only.split(",")) if only else STAGES
    for stage in stages:
        if stage not in STAGES:
            raise click.UsageError(f'--only takes land, build, publish separated by commas, not "{stage}".')
    summary = run_home(home, as_of, stages, cycle, _say(quiet))
    _tell(summary, home)
    if summary.needs_attention:
        raise SystemExit(ATTENTION)


@commands.command("check")
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


@commands.command()
@everywhere
@click.option("--school", required=True, help="The school's id, as its folder is called.")
@click.option("--cycle", type=_Cycle(), required=True, help="The cycle, as 2025-26.")
@click.option("--year-group", type=int, required=True, help="6, 11, 12 or 13.")
@click.option("--stage", type=click.Choice(["intended", "final"]), required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The workbook to write.")
def template(
    home: Path,
    as_of: date | None,
    quiet: bool,
    school: str,
    cycle: str,
    year_group: int,
    stage: str,
    output: Path | None,
) -> None:
    """Write a workbook for a school to fill in: its pupils from the roll, a drop-down in every coded column."""
    from assets.templates import template as make

    content = make(Home(home.resolve()), school, cycle, year_group, stage)
    file = output or Path(f"{school}-{cycle}-Y{year_group}-{stage}.xlsx")
    # It names pupils: for the school and the network's team, not for everybody on the machine.
    write_whole(file, content, mode=0o640)
    _say(quiet)(f"{file}: fill it in and drop it into {home / 'inbox' / school}.")


@commands.command()
@everywhere
@click.option("--port", type=int, default=3000, show_default=True, help="The port on this machine.")
def serve(home: Path, as_of: date | None, quiet: bool, port: int) -> None:
    """Dagster's web page and daemon on this home, for this machine only."""
    from pipelines.instance import open_instance

    there = Home(home.resolve())
    there.prepare()
    open_instance(there).dispose()
    os.environ["DESTINATIONS_HOME"] = str(there.path)
    click.echo(
        f"Serving {home} at http://127.0.0.1:{port}: files dropped into {home / 'inbox'} are taken in by themselves. "
        "Ctrl-C stops it."
    )
    page = f"dagster dev -m pipelines.definitions -h 127.0.0.1 -p {port} --log-level warning"
    os.execv(sys.executable, [sys.executable, "-W", "ignore", "-m", *page.split()])


@commands.command()
@everywhere
@click.argument("delivery")
@click.option("--because", required=True, help="The reason, for the log.")
@click.option("--undo", is_flag=True, help="Take a withdrawal back.")
def withdraw(home: Path, as_of: date | None, quiet: bool, delivery: str, because: str, undo: bool) -> None:
    """Take a wrongly sent file out of the current picture; nothing is deleted, and --undo restores it."""
    from pipelines.decisions import decide

    path = decide(home, "restore" if undo else "withdraw", delivery, because, as_of)
    click.echo(f"{path} is {'counted again' if undo else 'withdrawn'}. The next run rebuilds what it touched.")


@commands.command()
@everywhere
@click.argument("delivery")
@click.option("--because", required=True, help="How you know that the file is right, for the log.")
@click.option("--undo", is_flag=True, help="Take the acceptance back.")
def accept(home: Path, as_of: date | None, quiet: bool, delivery: str, because: str, undo: bool) -> None:
    """Settle the doubts about a whole file that is held; it counts from the day it came. Rows are never accepted."""
    from pipelines.decisions import decide

    path = decide(home, "reconsider" if undo else "accept", delivery, because, as_of)
    click.echo(f"{path} is {'in doubt again' if undo else 'accepted'}. The next run rebuilds what it touches.")


@commands.command()
@everywhere
@click.option("--cycle", type=_Cycle(), help="The cycle, as 2025-26. Default: the newest with data.")
def status(home: Path, as_of: date | None, quiet: bool, cycle: str | None) -> None:
    """The school × collection matrix: what has come, what is missing."""
    from pipelines.status import print_status

    print_status(home, cycle, Console())


@commands.command(hidden=True)
def docs() -> None:
    """Write docs/data-dictionary.md from the tables' own descriptions."""
    from pipelines.dictionary import write_dictionary

    click.echo(write_dictionary())


def _say(quiet: bool) -> Callable[[str], None]:
    return (lambda line: None) if quiet else lambda line: click.echo(line, err=True)


def _tell(summary: RunSummary, home: Path) -> None:
    """A run in a few lines: what came, what was built, where to look, what was left."""
    for sentence in leftover_sentences(summary.left):
        click.echo(sentence, err=True)
    if summary.did_nothing:
        click.echo(f"Nothing new: {home} is up to date as of {summary.as_of:%d %B %Y}.")
        return
    if summary.landed:
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(summary.verdicts.items()))
        click.echo(f"{len(summary.landed)} files: {verdicts}. Receipts: {home / 'outbox' / '<school>' / 'receipts'}")
    if summary.built:
        click.echo(f"Built {', '.join(summary.built)}.")
    if summary.published:
        click.echo(f"Published {', '.join(summary.published)}: {home / 'outbox' / 'network' / 'reports'}")
    for cycle, reasons in summary.refused.items():
        click.echo(
            f"{cycle} was not published: {reasons[0]}"
            + (f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""),
            err=True,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; a person's mistake is one sentence, a fault of ours says so."""
    try:
        commands(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Exit as stop:
        raise SystemExit(stop.exit_code) from None
    except click.ClickException as mistake:
        click.echo(f"destinations: {mistake.format_message()}", err=True)
        raise SystemExit(USAGE) from None
    except (click.Abort, KeyboardInterrupt):
        click.echo("destinations: stopped. Run the same command again: it goes on where it was.", err=True)
        raise SystemExit(130) from None
    except SettingsError as mistake:
        click.echo(f"destinations: {mistake}", err=True)
        raise SystemExit(USAGE) from None
    except (RunFailed, WarehouseBusy, EventLogError, FolderError) as fault:
        click.echo(f"destinations: {fault}", err=True)
        raise SystemExit(FAULT) from None
    except Exception as fault:
        # A traceback may hold a pupil's value: it goes to nobody unless a developer asks for it.
        if os.environ.get("DESTINATIONS_TRACEBACK"):
            traceback.print_exc()
        click.echo(
            f"destinations: a fault of ours ({type(fault).__name__}). "
            "Nothing is lost; run it again, and if it comes back set DESTINATIONS_TRACEBACK=1 and report it.",
            err=True,
        )
        raise SystemExit(FAULT) from None


if __name__ == "__main__":
    main()
