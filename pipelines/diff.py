"""`destinations diff`: two states of a cycle (an edition, a day, now) side by side. What a change is and what caused it
stands in `assets/editions_changes.py`."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from assets.builds import build_ids, to_build, to_stage
from assets.edge import Edge
from assets.editions_changes import State, compare, edition_state, present_state
from assets.editions_log import Edition, editions, named_edition
from pipelines.edge import live, newest_day
from pipelines.publish import not_built
from pipelines.run import run_home
from warehouse.database import Warehouse
from warehouse.events import Event, EventLog
from warehouse.home import Home
from warehouse.settings import SettingsError

NOW = "now"
_UP_TO_RELEASE = ("land", "build")


@dataclass(frozen=True)
class Difference:
    """What two states of a cycle show otherwise: the columns of `assets.editions_changes.Changes.frame`."""

    cycle: str
    one: str
    other: str
    changed: pl.DataFrame


def diff(path: Path, one: str, other: str, cycle: str | None, say: Callable[[str], None]) -> Difference:
    """Compare two states of a cycle of the home at `path`, each an edition's name, a day or `now`; without a cycle, the
    one that has such an edition, else the newest. A past day is rebuilt where it hasn't been.

    Raises SettingsError for a state that isn't known, and where the newest state isn't built that is to be compared.
    """
    home = Home(path.resolve())
    _ = home.settings
    if not home.warehouse_file.exists():
        raise SettingsError(f"Nothing has been built yet. Run: destinations run --home {path}")
    edge = live(home)
    events = EventLog(home.event_log).events()
    warehouse = Warehouse(home.warehouse_file)
    with warehouse.open("looking what to compare") as database:
        ids = build_ids(database, home, events, edge.as_of())
        pending = {*to_stage(database, ids), *to_build(database, ids)}
    chosen = cycle or _cycle_of(editions(events), (one, other), list(ids))
    if chosen not in ids:
        raise SettingsError(f"Nothing has landed for {chosen}. Cycles with data: {', '.join(ids) or 'none'}.")
    known = editions(events, chosen)
    unkept = [name for name in (one, other) if not named_edition(known, name)]
    for name in unkept:
        if name != NOW and _day(name) is None:
            raise _unknown(name, chosen, known)
    # What editions showed is kept; everything else is told by the tables as they are.
    if chosen in pending and unkept:
        raise not_built(path, chosen)
    states = [_state(home, warehouse, edge, events, chosen, name, say) for name in (one, other)]
    with warehouse.open("comparing") as database:
        changed = compare(database, events, chosen, *states)
    return Difference(chosen, states[0].name, states[1].name, changed)


def _cycle_of(known: Sequence[Edition], names: Sequence[str], cycles: Sequence[str]) -> str:
    meant = [edition.cycle for name in names if (edition := named_edition(known, name))]
    return max(meant or cycles, default="")


def _state(
    home: Home, warehouse: Warehouse, edge: Edge, events: list[Event], cycle: str, name: str, say: Callable[[str], None]
) -> State:
    known = editions(events, cycle)
    if edition := named_edition(known, name):
        return edition_state(home, edition)
    day = _day(name)
    newest = newest_day(home)
    if name == NOW or (day and newest and day >= newest):
        with warehouse.open("reading release") as database:
            return present_state(database, home, events, cycle, edge.as_of(), name)
    assert day is not None, "diff has refused it"
    return _past(home, events, cycle, day, say)


def _past(home: Home, events: list[Event], cycle: str, day: date, say: Callable[[str], None]) -> State:
    """What was known on a day, from its warehouse below `as-of/`, which is made or renewed first."""
    known = [event for event in events if event.on <= day]
    if not known:
        raise SettingsError(f"Nothing was known on {day}: the first file came on {events[0].on if events else day}.")
    there = home.as_it_was(day)
    if not _is_built(there, known, cycle, day):
        say(f"Rebuilding {cycle} as it was known on {day}")
        run_home(home.path, day, _UP_TO_RELEASE, cycle, say)
    with Warehouse(there.warehouse_file).open("reading release") as database:
        state = present_state(database, there, known, cycle, day, day.isoformat())
    return replace(state, name=day.isoformat())


def _is_built(there: Home, known: list[Event], cycle: str, day: date) -> bool:
    """Whether a day's warehouse holds the cycle as this program would build it."""
    if not there.warehouse_file.exists():
        return False
    with Warehouse(there.warehouse_file).open("looking what to compare") as database:
        ids = build_ids(database, there, known, day)
        return cycle in ids and not to_stage(database, ids) and cycle not in to_build(database, ids)


def _day(name: str) -> date | None:
    try:
        return datetime.strptime(name, "%Y-%m-%d").date()
    except ValueError:
        return None


def _unknown(name: str, cycle: str, known: Sequence[Edition]) -> SettingsError:
    names = [edition.name for edition in known]
    close = difflib.get_close_matches(name, [*names, NOW], n=1)
    there = f"{cycle} has {', '.join(names)}" if names else f"{cycle} has no edition yet"
    hint = f'Did you mean "{close[0]}"?' if close else "Write an edition, a day as 2026-10-13, or now."
    return SettingsError(f'There is no "{name}". {there}. {hint}')
