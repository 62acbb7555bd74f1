"""Where the day and the instant come from: the system's clock, or a date that a person named. The only module that
asks a clock."""

from __future__ import annotations

import time as machine
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from assets.edge import Edge
from warehouse.events import LONDON, EventLog
from warehouse.home import Home

_JUST_NOW, _A_MOMENT = 2.0, 0.3


def newest_day(home: Home) -> date | None:
    """The London date of the newest event of a home; None where nothing ever happened."""
    events = EventLog(home.event_log).events()
    return events[-1].on if events else None


def live(home: Home) -> Edge:
    """Today, but never before the newest event: a home that was run ahead of time stays in its own present."""

    def as_of() -> date:
        today = datetime.now(LONDON).date()
        newest = newest_day(home)
        return max(today, newest) if newest else today

    def now() -> datetime:
        day = as_of()
        return datetime.now(UTC) if day == datetime.now(LONDON).date() else _noon(day)

    return Edge(as_of, now, pause=pause)


def fixed(home: Home, day: date) -> Edge:
    """The given day: its present where no later event is known, else the past as it was known then."""
    newest = newest_day(home)
    past = day if newest and day < newest else None
    return Edge(lambda: day, lambda: _noon(day), past, pause)


def pause(instants: Iterable[float]) -> bool:
    """Wait a moment where one of these instants (seconds since 1970) has just been; whether it waited.

    A disk's clock may be a little ahead of ours: an instant to come counts too.
    """
    now = machine.time()
    if all(abs(now - instant) > _JUST_NOW for instant in instants):
        return False
    machine.sleep(_A_MOMENT)
    return True


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON).astimezone(UTC)
