"""Which numbers a page is about: looked up in the frames for a subject (the network, a school, several schools). No
words, no drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from reports.frames import ReportFrames
from reports.numbers import NOTHING, Count, total

YEAR_GROUPS = (6, 11, 12, 13)
UNSETTLED = ("undecided", "unknown")
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


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete a subject's destinations are; `confirmed`, `undecided` and `unknown` may be hidden."""

    cohort: int
    known: Count
    confirmed: Count
    undecided: Count
    unknown: Count
    from_extracts: bool


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
    line.
    """
    table = "destinations" if measure == "destination_category" else "participation"
    by_school = subject.schools is not None
    frame: pl.DataFrame = getattr(frames, f"{table}_by_{'school' if by_school else 'network'}")
    chosen = frame.filter(
        (pl.col("cycle") == cycle)
        & (pl.col("year_group") == year_group)
        & (pl.col("stage") == stage)
        & (pl.col("breakdown_topic") == breakdown[0])
        & (pl.col("breakdown") == breakdown[1])
    )
    if by_school:
        chosen = chosen.filter(pl.col("school_id").is_in(list(subject.schools or ())))
    if chosen.is_empty():
        return None, {}
    parts: dict[str, list[Count]] = {}
    cohorts: dict[str, int] = {}
    for row in chosen.iter_rows(named=True):
        parts.setdefault(row[measure], []).append(Count(row["pupils"], row["cohort"], row["status"]))
        cohorts[row.get("school_id", "")] = row["cohort"]
    cohort = sum(cohorts.values())
    return cohort, {code: total(found, cohort) for code, found in parts.items()}


def line(frames: ReportFrames, subject: Subject, cycle: str, year_group: int, stage: str) -> Line | None:
    """The subject as a bar, or None where it has no pupils of the year group."""
    cohort, found = counts(frames, subject, cycle, year_group, stage)
    return Line(subject.label, cohort, found, subject.group, subject.is_total) if found else None


def coverage(frames: ReportFrames, subject: Subject, cycle: str, year_group: int, stage: str) -> Coverage | None:
    """The subject's coverage, added up over its schools; None where the stage has not opened or there are no such
    pupils.
    """
    chosen = frames.coverage.filter(
        (pl.col("cycle") == cycle) & (pl.col("year_group") == year_group) & (pl.col("stage") == stage)
    )
    if subject.schools is not None:
        chosen = chosen.filter(pl.col("school_id").is_in(list(subject.schools)))
    if chosen.is_empty():
        return None
    cohort = int(chosen["cohort"].sum())
    summed = {}
    for name in ("known", "confirmed", "undecided", "unknown"):
        values = chosen[name].to_list()
        hidden = any(value is None for value in values)
        summed[name] = Count(None if hidden else sum(values), cohort, "suppressed" if hidden else "published")
    if subject.schools is None:
        # The network's own line says what the sum of schools, some hidden, can't.
        _, found = counts(frames, subject, cycle, year_group, stage)
        summed |= {name: found[name] for name in UNSETTLED if name in found}
    return Coverage(cohort=cohort, from_extracts="extracts" in chosen["denominator"].to_list(), **summed)


def flows(frames: ReportFrames, subject: Subject, cycle: str, year_group: int) -> list[Flow]:
    """From what was intended to where they went; several schools are not added up (nobody asks for it)."""
    frame = frames.intended_to_final_by_network if subject.schools is None else frames.intended_to_final
    chosen = frame.filter((pl.col("cycle") == cycle) & (pl.col("year_group") == year_group))
    if subject.schools is not None:
        chosen = chosen.filter(pl.col("school_id").is_in(list(subject.schools)))
    cohort, _ = counts(frames, subject, cycle, year_group, "final")
    return [
        Flow(row["intended_category"], row["final_category"], Count(row["pupils"], cohort, row["status"]))
        for row in chosen.sort("intended_category", "final_category").iter_rows(named=True)
    ]


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
        if found and (found.known.pupils or 0) > 0:
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
