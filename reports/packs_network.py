"""What the network's two packs share: a table for each year group with a row for each school, those below the network's
floor first; and what is to be done by when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reports.frames import ReportContext
from reports.numbers import Count, long_date
from reports.packs_cells import Cells, share_told
from reports.packs_parts import PackCell, PackRow, PackTable
from reports.trace import formula, mark

_NAMED_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, and the last day for it in words."""

    by: str
    what: str


@dataclass(frozen=True, slots=True)
class Section:
    """One year group of a pack: its sentences and its table (None where nothing can be told yet)."""

    id: str
    heading: str
    sentences: tuple[str, ...]
    table: PackTable | None


def next_steps(context: ReportContext, steps: Sequence[tuple[str, str]]) -> list[NextStep]:
    """The steps (event of the calendar, what to do by its day) whose day hasn't passed, soonest first."""
    ahead = [(day, what) for event, what in steps if (day := context.calendar.get(event, date.min)) >= context.as_of]
    return [NextStep(long_date(day), what) for day, what in sorted(ahead)]


def floor_of(context: ReportContext) -> Fraction:
    """The share of known destinations that the network asks for."""
    return Fraction(str(context.coverage_floor))


def floor_words(context: ReportContext) -> str:
    return f"{float(100 * floor_of(context)):g}%"


def is_below(count: Count, floor: Fraction) -> bool:
    """Whether the known are fewer than the floor; where nothing can be told, they aren't said to be."""
    return bool(count.cohort) and count.pupils is not None and Fraction(count.pupils, count.cohort or 1) < floor


def below_sentence(known: Sequence[tuple[str, Count]], context: ReportContext) -> str:
    """`2 of 14 schools are below 95% known: Hollins Academy (89%) and Westmoor School (94.8%).`"""
    floor = floor_of(context)
    low = [(name, count) for name, count in known if is_below(count, floor)]
    known = [(name, count) for name, count in known if count.share is not None]
    every = mark(str(len(known)), formula("count_of", "schools with the year group"))
    if not low:
        return f"No school of {every} is below {floor_words(context)} known."
    number = mark(str(len(low)), formula("count_of", f"schools below {floor_words(context)} known"))
    named = [f"{name} ({share_told(count, floor)})" for name, count in low[:_NAMED_AT_MOST]]
    more = f" and {len(low) - _NAMED_AT_MOST} more" if len(low) > _NAMED_AT_MOST else ""
    noun, verb = "school" if len(known) == 1 else "schools", "is" if len(low) == 1 else "are"
    return f"{number} of {every} {noun} {verb} below {floor_words(context)} known: {', '.join(named)}{more}."


def by_floor(
    cells: Cells,
    known: Sequence[tuple[str, Count]],
    row: Callable[[str], tuple[PackCell, ...]],
    whole: PackRow,
) -> tuple[tuple[str, tuple[PackRow, ...]], ...]:
    """The network's row, then the schools (id, known) below the floor, then the others, then those of which
    that is hidden; each by name."""
    floor, words = floor_of(cells.context), floor_words(cells.context)
    parts = {True: f"Below {words} known", False: f"{words} known or more", None: "Hidden (c) how many are known"}
    found: list[tuple[str, tuple[PackRow, ...]]] = [("", (whole,))]
    for low, label in parts.items():
        rows = tuple(
            PackRow(cells.name(school), row(school))
            for school, count in known
            if (None if count.share is None else is_below(count, floor)) is low
        )
        found += [(label, rows)] if rows else []
    return tuple(found)
