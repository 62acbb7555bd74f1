"""The command that writes the lists which schools work from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipelines.cli_options import Cycle, everywhere


@click.command("worklists")
@everywhere
@click.option("--cycle", type=Cycle(), help="The cycle, as 2025-26. Default: every open one.")
@click.option("--list", "names", multiple=True, help="Only this list, in season or not, such as alumni_list.")
@click.option("--school", "schools", multiple=True, help="Only for this school.")
def worklists_command(
    home: Path, as_of: date | None, quiet: bool, cycle: str | None, names: tuple[str, ...], schools: tuple[str, ...]
) -> None:
    """Write the lists that schools work from: whom to speak to next, about what. They name pupils: restricted."""
    from pipelines.worklists import worklists

    files = worklists(home, cycle, names, schools, as_of)
    if quiet:
        return
    folders = sorted({file.parent for file in files})
    for folder in folders:
        named = ", ".join(file.name for file in files if file.parent == folder and file.suffix == ".xlsx")
        click.echo(f"{home / folder.relative_to(home.resolve())}: {named}")
    if not files:
        click.echo("No list is worked from now, or nobody is on one.")


WORKLIST_COMMANDS = (worklists_command,)
