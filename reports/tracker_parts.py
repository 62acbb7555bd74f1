"""What the tracker says of a cycle: its phase, what to do about each collection, who is late, what each school has
sent. The page and the terminal both print these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from reports.numbers import long_date, plural

LATE = "late"
_PRESSING = (LATE, "to fix", "waiting")
_SHOWN_AHEAD = 4


@dataclass(frozen=True)
class TrackerFrames:
    """The tables of one cycle: mart.submissions, mart.clock, ref.collection_dates, ref.phases and ref.calendar; and
    ref.schools.
    """

    submissions: pl.DataFrame
    clock: pl.DataFrame
    collections: pl.DataFrame
    phases: pl.DataFrame
    events: pl.DataFrame
    schools: pl.DataFrame

    @property
    def names(self) -> dict[str, str]:
        return {school: name or school for school, name in self.schools.select("school_id", "name").iter_rows()}


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the cycle. `begins_on` is None for the one before its year starts."""

    phase: str
    label: str
    doing: str
    until: str
    begins_on: date | None
    until_on: date


@dataclass(frozen=True, slots=True)
class LateSchool:
    """A school that owes something; `state` is what came of it so far."""

    name: str
    state: str
    days_late: int

    @property
    def words(self) -> str:
        return f"{self.state}, {plural(self.days_late, 'day')} late"


@dataclass(frozen=True, slots=True)
class Task:
    """One collection of the cycle and what is to be done about it."""

    key: str
    label: str
    collection: str
    year_group: int
    opens_on: date
    due_on: date | None
    situation: str
    what_next: str
    expected: int
    received: int
    late: tuple[LateSchool, ...]

    @property
    def is_pressing(self) -> bool:
        return self.situation in _PRESSING

    @property
    def progress(self) -> str:
        """`9 of 14 schools in, 5 late`"""
        late = f", {len(self.late)} late" if self.late else ""
        return f"{self.received} of {plural(self.expected, 'school')} in{late}"

    @property
    def due(self) -> str:
        return f"due {long_date(self.due_on)}" if self.due_on else "never due"


def present_phase(frames: TrackerFrames, as_of: date) -> Phase:
    """The phase of the cycle on the day."""
    return [phase for phase in phases(frames) if phase.begins_on is None or phase.begins_on <= as_of][-1]


def phases(frames: TrackerFrames) -> list[Phase]:
    """Every phase of the cycle, in order."""
    rows = frames.phases.sort("position").iter_rows(named=True)
    return [Phase(**{name: row[name] for name in Phase.__slots__}) for row in rows]


def phase_sentence(cycle: str, phase: Phase) -> str:
    """`2025-26 is being confirmed: six weeks after GCSE results end on 1 October 2026`"""
    return f"{cycle} {phase.doing}: {phase.until} on {long_date(phase.until_on)}"


def tasks(frames: TrackerFrames, as_of: date) -> list[Task]:
    """Every collection that somebody is expected to send: what presses first, then by the day it is due."""
    places = frames.collections.select("year_group", "collection", "label", "position")
    rows = frames.clock.join(places, on=["year_group", "collection"]).filter(pl.col("expected") > 0)
    late = _late_schools(frames, as_of)
    found = [
        Task(
            key=f"{row['collection'].replace('_', '-')}-{row['year_group']}",
            label=row["label"],
            **{name: row[name] for name in ("collection", "year_group", "opens_on", "due_on", "situation")},
            what_next=row["what_next"] or "",
            expected=row["expected"],
            received=row["received"],
            late=late.get((row["year_group"], row["collection"]), ()),
        )
        for row in rows.sort("due_on", "position", "year_group").iter_rows(named=True)
    ]
    return sorted(found, key=lambda task: _PRESSING.index(task.situation) if task.is_pressing else len(_PRESSING))


def coming(found: Iterable[Task], as_of: date) -> list[Task]:
    """What is due next and not all there, earliest first."""
    ahead = [task for task in found if task.due_on and task.due_on >= as_of and task.situation != "complete"]
    return sorted(ahead, key=lambda task: task.due_on or date.max)[:_SHOWN_AHEAD]


def _late_schools(frames: TrackerFrames, as_of: date) -> Mapping[tuple[int, str], tuple[LateSchool, ...]]:
    names = frames.names
    found: dict[tuple[int, str], list[LateSchool]] = {}
    for row in frames.submissions.filter(pl.col("is_late")).iter_rows(named=True):
        # counted here, since a table that is built once must be true on any later day
        days = (as_of - row["due_on"]).days
        school = LateSchool(names.get(row["school_id"], row["school_id"]), row["state"], days)
        found.setdefault((row["year_group"], row["collection"]), []).append(school)
    return {key: tuple(sorted(schools, key=lambda school: school.name)) for key, schools in found.items()}


@dataclass(frozen=True, slots=True)
class State:
    """What a school has sent of one collection."""

    state: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school and its states by (collection, year group)."""

    name: str
    phase: str | None
    states: Mapping[tuple[str, int], State]

    @property
    def late(self) -> int:
        return sum(state.is_late for state in self.states.values())


def matrix(frames: TrackerFrames) -> list[SchoolRow]:
    """A row for each school, by name. A roll of a year group that is not asked for is left out, so is what is only
    shown where it came and did not come.
    """
    about = {row["school_id"]: row for row in frames.schools.iter_rows(named=True)}
    shown = frames.submissions.filter(pl.col("opens_on").is_not_null() | (pl.col("collection") != "roll"))
    rows = []
    for (school_id,), lines in shown.group_by("school_id", maintain_order=True):
        states = {
            (line["collection"], line["year_group"]): State(line["state"], line["is_late"])
            for line in lines.iter_rows(named=True)
        }
        school = about.get(str(school_id), {"name": None, "phase": None})
        rows.append(SchoolRow(school["name"] or str(school_id), school["phase"], states))
    return sorted(rows, key=lambda row: row.name)
