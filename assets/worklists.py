"""Worklists: which are in season, made for every school and written into its restricted folder; those whose season is
over, or on which nobody is left, are taken away. No Dagster here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

import polars as pl

from assets.worklist_rows import SOURCES, places_left, told_rows, words_of
from reports.worklist import PlacesLeft, Worklist, WorklistSheet, render_worklist
from reports.worklist_page import render_worklist_page
from warehouse.database import Database
from warehouse.events import LONDON
from warehouse.files import write_whole
from warehouse.home import Home

BOARD, LEAVERS = "results_day_board", "in_year_leavers"
# Made only when somebody asks for it.
ON_REQUEST = frozenset({"alumni_list"})
# Results are not for sharing before this hour of results day.
_RESULTS_AT = time(8)
_SEASONS = """
select
    worklist, max(opens_on) as opens_on, min(due_on) filter (where due_on >= ?) as due_on, max(closes_on) as closes_on
from ref.worklists
where cycle = ? and ? between opens_on and closes_on
group by worklist
order by worklist
"""


@dataclass(frozen=True)
class Season:
    """The worklists that are worked from on a day, each with the day by which it should be done (None: each row has its
    own). `waiting`: those that open on that day, but not yet."""

    until: Mapping[str, date | None]
    waiting: frozenset[str]


def season_of(database: Database, cycle: str, as_of: date, now: datetime) -> Season:
    """The season of a cycle at an instant (`now`, UTC) of a day. On a results day the board waits for eight o'clock."""
    lines = database.query(_SEASONS, [as_of, cycle, as_of])
    until: dict[str, date | None] = {}
    waiting = set()
    for name, opens_on, due_on, closes_on in lines.iter_rows():
        if name == BOARD and now.astimezone(LONDON) < datetime.combine(opens_on, _RESULTS_AT, LONDON):
            waiting.add(name)
        else:
            until[name] = due_on or (closes_on if name != LEAVERS else None)
    return Season(until, frozenset(waiting))


def write_worklists(
    home: Home,
    database: Database,
    cycle: str,
    as_of: date,
    now: datetime,
    *,
    only: Collection[str] = (),
    schools: Collection[str] = (),
) -> list[Path]:
    """Write the worklists of a cycle that are in season (or `only` those, in season or not) for every school or some;
    returns the files. What lies there of lists that are not made any more is removed."""
    database.set_variables(cycle, as_of)
    season = season_of(database, cycle, as_of, now)
    everybody = list(schools or home.schools["school_id"])
    wanted = {name: (season.until.get(name), everybody) for name in only or season.until}
    if not only:
        # a list that somebody asked for must not keep who has objected since
        wanted |= {name: (None, _asked_for(home, name, cycle, everybody)) for name in ON_REQUEST}
    written: list[Path] = []
    for name, (until_on, for_schools) in wanted.items():
        if for_schools:
            for worklist in _made(home, database, name, cycle, as_of, until_on):
                if worklist.school_id in for_schools:
                    written += _write(home, worklist)
    looked_at = set(only) or set(SOURCES) - season.waiting
    for school_id in everybody:
        left_over = {file for name in looked_at for file in _files(home, school_id, name, cycle)} - set(written)
        for file in left_over:
            file.unlink(missing_ok=True)
    return written


def _made(
    home: Home, database: Database, name: str, cycle: str, as_of: date, until_on: date | None
) -> Iterator[Worklist]:
    """A list for each school on which somebody stands, by year group and stage."""
    names = dict(home.schools.select("school_id", "name").iter_rows())
    places = _places(places_left(database)) if name == BOARD else ()
    lines = told_rows(database, name, words_of(database))
    for school_id, mine in groupby(lines, key=lambda line: line[0]):
        sheets = tuple(
            WorklistSheet(year_group, stage, tuple(row for *_, row in rows))
            for (year_group, stage), rows in groupby(mine, key=lambda line: (line[1], line[2]))
        )
        yield Worklist(name, names[school_id], school_id, cycle, as_of, until_on, sheets, places)


def _places(frame: pl.DataFrame) -> tuple[PlacesLeft, ...]:
    return tuple(PlacesLeft(**row) for row in frame.iter_rows(named=True))


def _files(home: Home, school_id: str, name: str, cycle: str) -> Sequence[Path]:
    folder = home.school_outbox(school_id, "restricted")
    return [folder / f"{name}-{cycle}{suffix}" for suffix in (".xlsx", ".html")]


def _asked_for(home: Home, name: str, cycle: str, schools: Sequence[str]) -> list[str]:
    """The schools for which a list was made on request before."""
    return [school_id for school_id in schools if any(file.exists() for file in _files(home, school_id, name, cycle))]


def _write(home: Home, worklist: Worklist) -> Sequence[Path]:
    """Write a list as a workbook and as a page, for its owner alone."""
    files = _files(home, worklist.school_id, worklist.name, worklist.cycle)
    folder = files[0].parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    workbook, page = files
    write_whole(workbook, render_worklist(worklist), mode=0o600)
    write_whole(page, render_worklist_page(worklist), mode=0o600)
    return files
