"""What every command shares: its options, how it speaks, its exit codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from domain.calendar import parse_cycle

ATTENTION, USAGE, FAULT = 1, 2, 3
F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f'"{value}" is not a date. Write it as 2026-11-20.', param, ctx)


class Cycle(click.ParamType[str]):
    name = "CYCLE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return parse_cycle(str(value)) or self.fail(
            f'"{value}" is not a cycle. Write it as 2025-26: the year that ends with the leaving summer.', param, ctx
        )


def everywhere(command: F) -> F:
    """The options that work with every command."""
    for option in (
        click.option("--quiet", is_flag=True, help="Print only what needs attention."),
        click.option("--as-of", type=Day(), help="The day whose knowledge counts, as 2026-11-20. Default: today."),
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


def sayer(quiet: bool) -> Callable[[str], None]:
    """What prints progress, beside the results; silent where asked to be."""
    return (lambda line: None) if quiet else lambda line: click.echo(line, err=True)
