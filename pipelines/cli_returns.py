"""The command that writes the returns to local authorities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.return_columns import return_variants
from domain.return_profiles import FORMATS
from pipelines.cli_options import ATTENTION, Cycle, everywhere, sayer
from reports.numbers import plural, thousands

if TYPE_CHECKING:  # what makes a return takes seconds to import
    from pipelines.return_files import Sent
    from pipelines.returns import ReturnSummary


@click.command("return")
@everywhere
@click.option("--cycle", type=Cycle(), required=True, help="The cycle, as 2025-26.")
@click.option("--la", "authority", help="One local authority, by its three digits or its name. Default: all.")
@click.option("--variant", type=click.Choice(list(return_variants())), help="Default: the one that the day asks for.")
@click.option("--format", "file_format", type=click.Choice(FORMATS), help="Default: as the authority's profile says.")
@click.option("--because", default="", help="Lets a return with failed rules leave; the reason, for the log.")
def return_command(
    home: Path,
    as_of: date | None,
    quiet: bool,
    cycle: str,
    authority: str | None,
    variant: str | None,
    file_format: str | None,
    because: str,
) -> None:
    """Write the return to each local authority: whoever lives there, less what families opted out of sharing."""
    from pipelines.returns import write_returns

    summary = write_returns(
        home, cycle, authority=authority, variant=variant, file_format=file_format, why=because, as_of=as_of
    )
    _print(summary, sayer(quiet), Path.cwd())
    if summary.is_refused:
        raise SystemExit(ATTENTION)


def _print(summary: ReturnSummary, say: Callable[[str], None], here: Path) -> None:
    variant = summary.returns.variant
    chosen = ", which is what this day asks for (--variant takes another)" if summary.usual else ""
    say(f"{variant.label}, {summary.returns.cycle}, as known on {summary.returns.as_of}{chosen}.")
    if summary.early:
        say("It is early for this return: it tells today's picture.")
    if not summary.sent:
        click.echo("There is nobody to tell of: nothing to write.")
    for one in summary.sent:
        for line in _lines(one, here):
            click.echo(line)
    for line in _reconciled(summary, here):
        click.echo(line)


def _lines(one: Sent, here: Path) -> Iterator[str]:
    made = one.made
    head = f"{made.profile.la_code} {made.name}: {plural(made.rows.height, 'row')}"
    if made.opt_outs:
        head += f", {made.opt_outs} of them name and address only (opted out)"
    yield f"{head} -> {_short(one.file, here)}" if one.file else f"{head}, NOT WRITTEN"
    if one.file:
        yield f"  sha256 {one.sha256}"
    for sentence in made.notices:
        yield f"  {sentence}"
    failed, doubtful = (
        made.blocking["pupil_id"].n_unique(),
        made.faults.filter(severity="warning")["pupil_id"].n_unique(),
    )
    if failed:
        rules = ", ".join(sorted(set(made.blocking["rule"])))
        yield f"  {plural(failed, 'row')} with a failed rule ({rules})"
    if doubtful:
        yield f"  {plural(doubtful, 'row')} worth a look"
    if one.repair:
        yield f"  who, and what to do: {_short(one.repair, here)}"
    if not one.file:
        yield '  Have them mended, or let it leave with the list of its faults: --because "…"'


def _reconciled(summary: ReturnSummary, here: Path) -> Iterator[str]:
    parts = [f"{thousands(summary.included)} in these returns"]
    if summary.elsewhere:
        parts.append(f"{thousands(summary.elsewhere)} in other authorities' returns")
    for reason, count in sorted(summary.without.items()):
        parts.append(f"{thousands(count)} in none: {_decapitalised(reason)}")
    twice = f" ({summary.twice} of them in two)" if summary.twice else ""
    yield f"{plural(summary.cohort, 'pupil')} = {parts[0]}{twice}" + "".join(f" + {part}" for part in parts[1:])
    if summary.without_list:
        yield f"  who is in none: {_short(summary.without_list, here)}"


def _decapitalised(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _short(file: Path, here: Path) -> str:
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)


RETURN_COMMANDS = (return_command,)
