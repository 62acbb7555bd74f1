"""The command line.

Each command parses, calls one function and prints; exit codes: 0 done, 1 the data needs attention, 2 wrong usage, 3 our
fault. The commands stand in `cli_homes` and `cli_files`.
"""

from __future__ import annotations

import difflib
import os
import traceback
from collections.abc import Sequence

import click

from pipelines.cli_editions import EDITION_COMMANDS
from pipelines.cli_explain import EXPLAIN_COMMANDS
from pipelines.cli_files import FILE_COMMANDS
from pipelines.cli_homes import HOME_COMMANDS
from pipelines.cli_matches import MATCH_COMMANDS
from pipelines.cli_options import FAULT, USAGE
from pipelines.cli_providers import PROVIDER_COMMANDS
from pipelines.cli_returns import RETURN_COMMANDS
from pipelines.cli_worklists import WORKLIST_COMMANDS
from pipelines.run import RunFailed
from warehouse.database import WarehouseBusy
from warehouse.events import EventLogError
from warehouse.home import FolderError
from warehouse.settings import SettingsError


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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Pupils' intended and final destinations: from a school's dropped file to a leader's page."""


for _command in (
    *HOME_COMMANDS,
    *FILE_COMMANDS,
    *MATCH_COMMANDS,
    *PROVIDER_COMMANDS,
    *EXPLAIN_COMMANDS,
    *RETURN_COMMANDS,
    *WORKLIST_COMMANDS,
    *EDITION_COMMANDS,
):
    commands.add_command(_command)


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
