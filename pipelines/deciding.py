"""What every decision of a person rests on: a home, a reason, and the present."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assets.edge import Edge
from pipelines.edge import fixed, live
from warehouse.home import Home
from warehouse.settings import SettingsError


def decider(path: Path, why: str, as_of: date | None) -> tuple[Home, Edge]:
    """The home and the present in which something is decided. Raises SettingsError where this is no home, where no
    reason is given, and for a day that later events have overtaken."""
    home = Home(path.resolve())
    _ = home.settings
    if not why.strip():
        raise SettingsError('Say why: --because "…". The reason stands in the log; write no name in it.')
    edge = fixed(home, as_of) if as_of else live(home)
    if edge.past:
        raise SettingsError(f"A decision can't be made in the past: the newest event is later than {as_of}.")
    return home, edge
