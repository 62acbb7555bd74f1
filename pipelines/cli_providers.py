"""The command about providers: say what a spelling means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipelines.cli_options import everywhere


@click.command()
@everywhere
@click.argument("text")
@click.argument("provider", required=False)
@click.option("--school", help="Only in this school's files: the school's id. Default: in the whole network's.")
@click.option("--because", required=True, help="How you know, for the log.")
@click.option("--undo", is_flag=True, help="Take an alias back.")
def alias(
    home: Path,
    as_of: date | None,
    quiet: bool,
    text: str,
    provider: str | None,
    school: str | None,
    because: str,
    undo: bool,
) -> None:
    """Say which provider a spelling means: its full name, UKPRN, URN, LAESTAB, or a school's id."""
    from pipelines.aliases import drop_alias, set_alias

    where = f"in the files of {school}" if school else "in every school's files"
    if undo:
        drop_alias(home, text, school, because, as_of)
        click.echo(f'"{text}" has no alias {where} any more. The next run rebuilds what it touches.')
        return
    if not provider:
        raise click.UsageError('Write what it means: destinations alias TEXT PROVIDER --because "…"')
    name = set_alias(home, text, provider, school, because, as_of)
    click.echo(f'"{text}" means {name} {where}. The next run rebuilds what it touches.')


PROVIDER_COMMANDS = (alias,)
