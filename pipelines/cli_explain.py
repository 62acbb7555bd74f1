"""The command that goes from a figure to its pupils."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipelines.cli_options import FAULT, everywhere


@click.command()
@everywhere
@click.argument("table")
@click.argument("keys", nargs=-1, metavar="KEY=VALUE...")
@click.option("--measure", help="The column to explain. Default: the table's main count.")
def explain(
    home: Path, as_of: date | None, quiet: bool, table: str, keys: tuple[str, ...], measure: str | None
) -> None:
    """Go from a figure to its pupils, down to file and row, and to the rules that put them there.

    TABLE is one of mart or of release, the keys say which line of it, such as cycle=2025-26 school_id=hollins. Names
    stand in the restricted list alone, never on the terminal.
    """
    from pipelines.explain import explain_figure, explanation_lines

    explained = explain_figure(home, table, keys, measure, as_of)
    if not quiet:
        click.echo("\n".join(explanation_lines(explained, home)))
    if not explained.is_whole:
        found = explained.explanation
        click.echo(
            f"destinations: a fault of ours: {found.table} counts {found.figure}, but {found.found} pupils were found. "
            "Don't use this figure before it is put right; please report it.",
            err=True,
        )
        raise SystemExit(FAULT)


EXPLAIN_COMMANDS = (explain,)
