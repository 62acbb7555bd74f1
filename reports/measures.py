"""Which numbers a page is about: looked up in the frames for a subject (the network, a school, several schools). No
words, no drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from reports import trace
from reports.frames import ReportFrames
from reports.numbers import NOTHING, Count, thousands, total

YEAR_GROUPS = (6, 11, 12, 13)
UNSETTLED = ("undecided", "unknown")
_CUT = ("year_group", "stage", "breakdown_topic", "breakdown")
IN_EET = ("education", "training", "employment")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a line is about: the whole network (`schools` None), one school, or several added up. `group` heads lines
    of a kind.
    """

    label: str
    schools: tuple[str, ...] | None = None
    group: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A destination category, a participation or a breakdown, with its words."""

    code: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Line:
    """One bar, and one row of its table."""

    label: str
    cohort: int | None
    counts: Mapping[str, Count]
    group: str = ""
    is_total: bool = False

    @property
    def cohort_number(self) -> str:
        """The cohort as traced text."""
        shown = (count.cohort_number for count in self.counts.values() if count.cohort_cell)
        return next(shown, thousands(self.cohort))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete a subject's destinations are; `confirmed`, `undecided` and `unknown` may be hidden."""

    cohort: int
    known: Count
    confirmed: Count
    undecided: Count
    unknown: Count
    from_extracts: bool

    @property
    def is_empty(self) -> bool:
        """Whether nobody's destination is known; not so where how many is hidden."""
        return self.known.is_published and not self.known.pupils

    @property
    def cohort_cell(self) -> str:
        """The id of the cohort."""
        return self.known.cohort_cell


@dataclass(frozen=True, slots=True)
class Flow:
    intended: str
    final: str
    count: Count


def items(frame: pl.DataFrame, code: str) -> dict[str, Item]:
    """The reference list, in its order, by code."""
    ordered = frame.sort("position")
    return {
        row[code]: Item(row[code], row["label"], row.get("short_label") or row["label"])
        for row in ordered.iter_rows(named=True)
    }


def counts(
    frames: ReportFrames,
    subject: Subject,
    cycle: str,
    year_group: int,
    stage: str,
    breakdown: tuple[str, str] = ("total", "total"),
    measure: str = "destination_category",
) -> tuple[int | None, dict[str, Count]]:
    """The subject's cohort and its counts by destination_category (or participation); (None, {}) where there is no
    line. A hidden cohort hides all its counts.
    """
    table = "destinations" if measure == "destination_category" else "participation"
    rest = (year_group, stage, *breakdown)
    if subject.schools is None:
        name = f"{table}_by_network"
        found = frames.rows(name, ("cycle", *_CUT), cycle, *rest)
    else:
        name, keys = f"{table}_by_school", ("cycle", "school_id", *_CUT)
        found = [row for school in subject.schools for row in frames.rows(name, keys, cycle, school, *rest)]
    if not found:
        return None, {}
    parts: dict[str, list[Count]] = {}
    cohorts: dict[str, int | None] = {}
    for row in found:
        parts.setdefault(row[measure], []).append(counted(frames, name, row))
        cohorts[row.get("school_id", "")] = row["cohort"]
    sizes = [size for size in cohorts.values() if size is not None]
    cohort = sum(sizes) if len(sizes) == len(cohorts) else None
    return cohort, {code: total(found, cohort) for code, found in parts.items()}


def counted(frames: ReportFrames, name: str, row: Mapping[str, Any], column: str = "pupils") -> Count:
    """A line's count with its id; what is neither published nor hidden isn't available."""
    status, number = row.get("status") or "published", row[column]
    if status == "published" and number is None:
        status = "not_available"
    id = frames.cell(name, row, column)
    return Count(number, row.get("cohort"), status, id, at_least=row.get("at_least"), at_most=row.get("at_most"))


def line(frames: ReportFrames, subject: Subject, cycle: str, year_group: int, stage: str) -> Line | None:
    """The subject as a bar, or None where it has no pupils of the year group."""
    cohort, found = counts(frames, subject, cycle, year_group, stage)
    return Line(subject.label, cohort, found, subject.group, subject.is_total) if found else None


def coverage(frames: ReportFrames, subject: Subject, cycle: str, year_group: int, stage: str) -> Coverage | None:
    """The subject's coverage, added up over its schools; None where the stage has not opened or there are no such
    pupils.
    """
    keys = ("cycle", "year_group", "stage")
    chosen = frames.rows("coverage", keys, cycle, year_group, stage)
    if subject.schools is not None:
        chosen = [row for row in chosen if row["school_id"] in subject.schools]
    if not chosen:
        return None
    cohort = sum(row["cohort"] for row in chosen)
    summed = {}
    for name in ("known", "confirmed", "undecided", "unknown"):
        cells = [frames.cell("coverage", row, name) for row in chosen]
        hidden = any(row[name] is None for row in chosen)
        summed[name] = (
            Count(None, cohort, "suppressed", of=trace.cohort_of(trace.added(cells)))
            if hidden
            else Count(sum(row[name] for row in chosen), cohort, cell=trace.added(cells))
        )
    if subject.schools is None:
        # The network's own line says what the sum of schools, some hidden, can't.
        _, found = counts(frames, subject, cycle, year_group, stage)
        summed |= {name: found[name] for name in UNSETTLED if name in found}
        if stage == "final":
            summed |= _network_evidence(
                frames, cycle, year_group, [name for name in summed if not summed[name].is_published]
            )
    from_extracts = any(row["denominator"] == "extracts" for row in chosen)
    return Coverage(cohort=cohort, from_extracts=from_extracts, **summed)


def _network_evidence(frames: ReportFrames, cycle: str, year_group: int, names: list[str]) -> dict[str, Count]:
    """What the measures of the network say of these columns of its coverage."""
    keys = ("cycle", "year_group", "breakdown_topic", "measure")
    lines = {name: frames.rows("measures_by_network", keys, cycle, year_group, "total", name) for name in names}
    return {name: counted(frames, "measures_by_network", rows[0]) for name, rows in lines.items() if rows}


def flows(frames: ReportFrames, subject: Subject, cycle: str, year_group: int) -> list[Flow]:
    """From what was intended to where they went; several schools are not added up (nobody asks for it)."""
    is_network = subject.schools is None
    name = "intended_to_final_by_network" if is_network else "intended_to_final"
    chosen = frames.rows(name, ("cycle", "year_group"), cycle, year_group)
    chosen = [row for row in chosen if is_network or row["school_id"] in (subject.schools or ())]
    cohort, whole = counts(frames, subject, cycle, year_group, "final")
    of = next((count.cohort_cell for count in whole.values() if count.cohort_cell), "")
    found = [
        Flow(row["intended_category"], row["final_category"], replace(counted(frames, name, row), cohort=cohort, of=of))
        for row in chosen
    ]
    return sorted(found, key=lambda flow: (flow.intended, flow.final))


def year_groups(frames: ReportFrames, subject: Subject, cycle: str) -> list[int]:
    """The year groups of the subject that have pupils in the cycle."""
    return [
        year_group
        for year_group in YEAR_GROUPS
        if any(coverage(frames, subject, cycle, year_group, stage) for stage in ("intended", "final"))
    ]


def stage_to_show(frames: ReportFrames, subject: Subject, cycle: str, year_group: int) -> str | None:
    """final as soon as anybody's is known, else intended likewise, else nothing."""
    for stage in ("final", "intended"):
        found = coverage(frames, subject, cycle, year_group, stage)
        if found and not found.is_empty:
            return stage
    return None


def used(lines: list[Line], known: Mapping[str, Item]) -> tuple[list[Item], list[Item]]:
    """The items that occur (or are hidden) in some line, and those that are 0 in all of them, both in the order of
    `known`.
    """
    occurring: list[Item] = []
    empty: list[Item] = []
    for code, item in known.items():
        found = [entry.counts[code] for entry in lines if code in entry.counts]
        if found:
            (empty if all(count.is_published and count.pupils == 0 for count in found) else occurring).append(item)
    return occurring, empty


def eet(found: Mapping[str, Count], cohort: int | None) -> Count:
    """In education, employment or training."""
    return total((found.get(code, NOTHING) for code in IN_EET), cohort)
