"""The command about who is who: which pairs of pupils might be one, and what a person decides about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli_options import everywhere

if TYPE_CHECKING:
    from pipelines.matches import Pair

_DONE = {
    "same": "is one pupil from now on",
    "apart": "is two pupils from now on",
    None: "is undecided again",
}


@click.command()
@everywhere
@click.argument("review", required=False)
@click.option("--same", is_flag=True, help="The two are one pupil.")
@click.option("--apart", is_flag=True, help="The two are two pupils.")
@click.option("--undo", is_flag=True, help="Take the decision about the pair back.")
@click.option("--because", default="", help="How you know, for the log. Write no name in it.")
@click.option("--list", "everything", is_flag=True, help="List the decided pairs too.")
def match(
    home: Path,
    as_of: date | None,
    quiet: bool,
    review: str | None,
    same: bool,
    apart: bool,
    undo: bool,
    because: str,
    everything: bool,
) -> None:
    """Decide whether two pupils are one; without REVIEW, list the pairs that wait for it. No name is shown: look the
    two rows up in the files."""
    from pipelines.matches import decide_pair, find, pairs

    verdicts = [verdict for verdict, said in (("same", same), ("apart", apart), (None, undo)) if said]
    if len(verdicts) > 1 or (because and not verdicts):
        raise click.UsageError("Say one of --same, --apart and --undo.")
    if review is None and verdicts:
        raise click.UsageError('Say which pair: destinations match REVIEW --same --because "…".')
    if review is not None and verdicts:
        identity = decide_pair(home, review, verdicts[0], because, as_of)
        click.echo(f"{identity} {_DONE[verdicts[0]]}. The next run rebuilds what it touches.")
    elif review is not None:
        shown = {pair.review_id: pair for pair in pairs(home, as_of)}
        _list([shown[find(shown, review)]], quiet)
    else:
        _list([pair for pair in pairs(home, as_of) if everything or pair.decision is None], quiet)


def _list(found: Sequence[Pair], quiet: bool) -> None:
    from domain.identity_review import meaning

    for pair in found:
        click.echo(f"{pair.review_id}  {meaning(pair.reason)}.")
        for path, sheet, line in pair.rows:
            click.echo(f"  {path}, {f'sheet “{sheet}”, ' if sheet else ''}row {line}")
        click.echo(
            f"  agree in: {', '.join(pair.agrees) or 'nothing'}; differ in: {', '.join(pair.differs) or 'nothing'}"
        )
        if pair.decision:
            click.echo(f"  decided: {pair.decision}")
    waiting = sum(pair.decision is None for pair in found)
    if waiting and not quiet:
        click.echo(f'To decide: {waiting}. Next: destinations match REVIEW --same (or --apart) --because "…"', err=True)
    elif not found and not quiet:
        click.echo("No pair of pupils waits for a decision.", err=True)


MATCH_COMMANDS = (match,)
