"""Rates of one measure for several subjects: looked up, with their intervals, what the unknown could make of them, and
what may be said of them beside the network's. No drawing, no tables (`rate_parts.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.statistics import SMALL_GROUP, Interval, wilson_all
from domain.statistics_chance import Chance, Shown, chances
from domain.statistics_schools import shrunk
from reports import trace
from reports.frames import ReportFrames
from reports.measures import Subject, counted
from reports.numbers import NOTHING, Count, percent_of, share_percent, total
from reports.tables import Cell

ALL = ("total", "total")
_SCHOOL_KEYS = ("cycle", "school_id", "year_group", "breakdown_topic", "breakdown", "measure")
_NETWORK_KEYS = ("cycle", "year_group", "breakdown_topic", "breakdown", "measure")


@dataclass(frozen=True, slots=True)
class Rate:
    """One subject's rate; `interval` is None where it can't be told. `unknown` are the pupils of whom nothing is known
    (NOTHING where that isn't asked), `chance` what may be said of it beside the network's (None: it isn't compared).
    """

    subject: Subject
    count: Count
    interval: Interval | None = None
    unknown: Count = NOTHING
    chance: Chance | None = None

    @property
    def is_small(self) -> bool:
        """Whether one pupil moves the rate by five points and more."""
        return self.count.cohort is not None and 0 < self.count.cohort < SMALL_GROUP

    @property
    def span(self) -> str:
        """The interval as traced text: `81% to 90%`."""
        return span_of(self.count, self.interval)

    @property
    def bounds(self) -> str:
        """The rate if none and if all of the unknown were counted, as traced text; empty where that can't be told."""
        return bounds_of(self.count, self.unknown)


def measured(
    frames: ReportFrames, subject: Subject, cycle: str, year_group: int, measure: str, part: tuple[str, str] = ALL
) -> Count:
    """The subject's count of a measure; NOTHING where there is no line. Several schools are added up, those of which it
    can be told: the others are in no denominator either."""
    if subject.schools is None:
        return _one(frames, "measures_by_network", _NETWORK_KEYS, cycle, year_group, *part, measure)
    found = [
        _one(frames, "measures_by_school", _SCHOOL_KEYS, cycle, school, year_group, *part, measure)
        for school in subject.schools
    ]
    if len(found) == 1:
        return found[0]
    present = [count for count in found if count.status != "not_available"]
    sizes = [count.cohort for count in present if count.cohort is not None]
    return total(present, sum(sizes) if len(sizes) == len(present) else None)


def _one(frames: ReportFrames, name: str, keys: tuple[str, ...], *values: object) -> Count:
    rows: list[dict[str, Any]] = frames.rows(name, keys, *values)
    return counted(frames, name, rows[0]) if rows else NOTHING


def rates(
    frames: ReportFrames,
    subjects: Sequence[Subject],
    cycle: str,
    year_group: int,
    measure: str,
    part: tuple[str, str] = ALL,
    with_unknown: bool = False,
) -> list[Rate]:
    """The rate of each subject that has a line of the measure, in the order of the subjects."""
    pairs = [(subject, measured(frames, subject, cycle, year_group, measure, part)) for subject in subjects]
    pairs = [(subject, count) for subject, count in pairs if count is not NOTHING]
    intervals = intervals_of([count for _, count in pairs])
    return [
        Rate(
            subject,
            count,
            interval,
            measured(frames, subject, cycle, year_group, "unknown") if with_unknown else NOTHING,
        )
        for (subject, count), interval in zip(pairs, intervals, strict=True)
    ]


def intervals_of(counts: Sequence[Count]) -> list[Interval | None]:
    """Wilson's interval of each share; None for a count that isn't shown."""
    shown = [count for count in counts if _is_rate(count)]
    found = iter(
        wilson_all([count.pupils or 0 for count in shown], [count.cohort or 0 for count in shown]) if shown else ()
    )
    return [next(found) if _is_rate(count) else None for count in counts]


def _is_rate(count: Count) -> bool:
    return count.is_published and bool(count.cohort)


def span_of(count: Count, interval: Interval | None) -> str:
    """An interval as traced text: `81% to 90%`; empty without one."""
    if not interval:
        return ""
    low, high = (trace.formula(end, count.rate_cell) for end in ("low", "high"))
    return f"{trace.mark(share_percent(interval.low), low)} to {trace.mark(share_percent(interval.high), high)}"


def bounds_of(count: Count, unknown: Count) -> str:
    """The share if none and if all of the unknown are counted: `86% to 93%`; empty where either isn't shown or they
    aren't of one cohort.
    """
    if not (_is_rate(count) and unknown.is_published and count.cohort == unknown.cohort):
        return ""
    most = (count.pupils or 0) + (unknown.pupils or 0)
    if most > (count.cohort or 0):
        return ""
    worst, best = (trace.formula(end, count.rate_cell, unknown.cell) for end in ("worst", "best"))
    return f"{trace.mark(count.percent, worst)} to {trace.mark(percent_of(most, count.cohort), best)}"


def shrunk_cells(counts: Sequence[Count]) -> list[Cell]:
    """Each share drawn towards that of all of them together, the more the smaller the cohort."""
    shown = [count for count in counts if _is_rate(count)]
    found = iter(
        shrunk([count.pupils or 0 for count in shown], [count.cohort or 0 for count in shown]) if shown else ()
    )
    cells = []
    for count in counts:
        drawn = next(found) if _is_rate(count) else None
        id = trace.formula("shrunk", count.rate_cell, *(other.rate_cell for other in shown)) if drawn else ""
        cells.append(
            Cell(share_percent(drawn.value), cell=id) if drawn else Cell(count.text if count.pupils is None else "–")
        )
    return cells


@dataclass(frozen=True, slots=True)
class Compared:
    """The rates of one measure, the network's, and the cycle before."""

    year_group: int
    measure: str
    found: Sequence[Rate]
    network: Count


def beside_network(frames: ReportFrames, groups: Sequence[Compared], before: str) -> list[list[Rate]]:
    """The rates of each group with what may be said of each single school beside the network, given the cycle
    `before`. All groups count as one report's comparisons: the more there are, the rarer must be what is commented on.
    """
    shown = [
        (group, entry, comparison)
        for group in groups
        for entry in group.found
        if (comparison := _comparison(frames, group, entry, before))
    ]
    said = chances([comparison for _, _, comparison in shown])
    chance = {
        (group.year_group, group.measure, entry.subject): told
        for (group, entry, _), told in zip(shown, said, strict=True)
    }
    return [
        [replace(entry, chance=chance.get((group.year_group, group.measure, entry.subject))) for entry in group.found]
        for group in groups
    ]


def _comparison(frames: ReportFrames, group: Compared, entry: Rate, before: str) -> Shown | None:
    if not (
        entry.subject.schools and len(entry.subject.schools) == 1 and _is_rate(entry.count) and _is_rate(group.network)
    ):
        return None
    earlier = measured(frames, entry.subject, before, group.year_group, group.measure)
    was = measured(frames, Subject(""), before, group.year_group, group.measure)
    previous = (earlier.pupils, earlier.cohort, was.share) if _is_rate(earlier) and _is_rate(was) else ()
    return Shown(entry.count.pupils or 0, entry.count.cohort or 0, group.network.share or 0.0, *previous)
