"""`destinations worklists`: the lists written now, for whoever can't wait for the next build or asks for one that is
made on request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from assets.builds import build_ids, to_build, to_stage
from assets.worklists import write_worklists
from domain.collection_folders import open_cycles
from domain.worklist_columns import WORKLISTS
from pipelines.edge import fixed, live
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home
from warehouse.settings import SettingsError


def worklists(
    path: Path, cycle: str | None, names: Sequence[str], schools: Sequence[str], as_of: date | None
) -> list[Path]:
    """Write worklists of a cycle (None: of every open one) and return the files.

    Raises SettingsError where there is no such list or school, and where the cycle's news isn't built yet.
    """
    home = Home(path.resolve())
    _ = home.settings
    for kind, asked, known in (("list", names, list(WORKLISTS)), ("school", schools, list(home.schools["school_id"]))):
        for name in asked:
            if name not in known:
                close = get_close_matches(name, known, n=1)
                raise SettingsError(
                    f'Unknown {kind} "{name}". '
                    + (f'Did you mean "{close[0]}"?' if close else f"There are: {', '.join(known)}.")
                )
    edge = fixed(home, as_of) if as_of else live(home)
    there = home.as_it_was(edge.past) if edge.past else home
    day, events = edge.as_of(), EventLog(home.event_log).events(edge.past)
    if not there.warehouse_file.exists():
        raise SettingsError(f"Nothing has been built yet. Run: destinations run --home {path}")
    with Warehouse(there.warehouse_file).open("writing worklists") as database:
        ids = build_ids(database, there, events, day)
        cycles = [cycle] if cycle else [each for each in open_cycles(home.calendar, day) if each in ids]
        if cycle and cycle not in ids:
            raise SettingsError(f"Nothing has landed for {cycle}. Cycles with data: {', '.join(ids) or 'none'}.")
        behind = [each for each in cycles if each in {*to_stage(database, ids), *to_build(database, ids)}]
        if behind:
            raise SettingsError(f"{behind[0]} has news that isn't built yet. Run: destinations run --home {path}")
        return [
            file
            for each in cycles
            for file in write_worklists(there, database, each, day, edge.now(), only=names, schools=schools)
        ]
