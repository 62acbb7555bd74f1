"""The cells that the packs and the governor sheet read: a measure of a group at one school or in the network, by its
keys. Looked up, never worked out from others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from domain.rounding import percent, percent_text
from domain.statistics import FEWEST_FOR_RATES
from reports.frames import ReportContext, ReportFrames
from reports.numbers import NOTHING, Count
from reports.share_ranges import between, is_told
from reports.trace import mark

Part = tuple[str, str]
WHOLE: Part = ("total", "total")
# Year groups whose destinations are asked for; rolls and encounters have more.
YEAR_GROUPS = (6, 11, 12, 13)
_SCHOOL = ("cycle", "school_id", "year_group", "measure")
_NETWORK = ("cycle", "year_group", "measure")
_STAGE = ("cycle", "year_group", "stage")


@dataclass(frozen=True)
class Cells:
    """The released cells of the frames. Where no cycle is named, that of the context is meant."""

    frames: ReportFrames
    context: ReportContext

    def school(self, school_id: str, year_group: int, measure: str, part: Part = WHOLE, cycle: str = "") -> Count:
        """A school's measure; NOTHING where the table has no such row."""
        keys = (cycle or self.context.cycle, school_id, year_group, measure)
        return self._measure("measures_by_school", _SCHOOL, keys, part)

    def network(self, year_group: int, measure: str, part: Part = WHOLE, cycle: str = "") -> Count:
        """The network's measure; NOTHING where the table has no such row."""
        keys = (cycle or self.context.cycle, year_group, measure)
        return self._measure("measures_by_network", _NETWORK, keys, part)

    def coverage(self, school_id: str, year_group: int, stage: str, column: str) -> Count:
        """known, confirmed, undecided or unknown of a stage, of the cohort; NOTHING before the stage opens."""
        for row in self.frames.rows("coverage", _STAGE, self.context.cycle, year_group, stage):
            if row["school_id"] == school_id:
                pupils = row[column]
                status = "published" if pupils is not None else "suppressed"
                return Count(pupils, row["cohort"], status, self.frames.cell("coverage", row, column))
        return NOTHING

    def quality(self, school_id: str, year_group: int, stage: str, column: str) -> Count:
        """A count of records about a stage; NOTHING where it can't be told."""
        for row in self.frames.rows("quality", _STAGE, self.context.cycle, year_group, stage):
            if row["school_id"] == school_id and row[column] is not None:
                return Count(row[column], None, cell=self.frames.cell("quality", row, column))
        return NOTHING

    def schools_of(self, year_group: int, stage: str) -> list[str]:
        """The schools with pupils of the year group, by name, once the stage is open."""
        rows = self.frames.rows("coverage", _STAGE, self.context.cycle, year_group, stage)
        return sorted((row["school_id"] for row in rows), key=self.name)

    def year_groups_of(self, school_id: str) -> list[int]:
        """The year groups whose destinations the school is asked for."""
        rows = self.frames.rows("coverage", ("cycle", "school_id"), self.context.cycle, school_id)
        return sorted({row["year_group"] for row in rows})

    def name(self, school_id: str) -> str:
        return self._names.get(school_id) or school_id

    def require(self, school_id: str) -> None:
        """Raise KeyError, with the schools that there are, for a school that isn't in the frames."""
        if school_id not in self._names:
            raise KeyError(f'No school "{school_id}" in frames.schools; it has {", ".join(sorted(self._names))}.')

    def is_outcome(self, measure: str) -> bool:
        """Whether it is about what became of the child, so that chance has its part in it."""
        return measure in self._outcomes

    def _measure(self, table: str, columns: tuple[str, ...], keys: tuple[object, ...], part: Part) -> Count:
        for row in self.frames.rows(table, columns, *keys):
            if (row["breakdown_topic"], row["breakdown"]) == part:
                id, ends = self.frames.cell(table, row), (row.get("at_least"), row.get("at_most"))
                return Count(row["pupils"], row["cohort"], row["status"], id, "", *ends)
        return NOTHING

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return dict(self.frames.schools.select("school_id", "name").iter_rows())

    @cached_property
    def _outcomes(self) -> frozenset[Any]:
        return frozenset(self.frames.measures.filter(pl.col("kind") == "outcome")["measure"])


def said(count: Count, limit: Fraction | None = None) -> str:
    """A share with its counts as traced text: `96% (152 of 159)`; of a handful of pupils the counts alone, `4 of 5`; of
    a hidden count the ends between which the share lies, where they are told.

    Where rounding would put the share on the other side of a `limit` that it is held against, it has a decimal more.
    """
    if is_told(count):
        return between(count)
    if not count.is_published or not count.cohort:
        return count.text
    counts = f"{count.number} of {count.cohort_number}"
    return counts if count.cohort < FEWEST_FOR_RATES else f"{share_told(count, limit)} ({counts})"


def briefly(count: Count) -> str:
    """A share with its count as traced text, where the cohort stands beside it: `96% (152)`."""
    return f"{count.told} ({count.number})" if count.is_published and count.cohort else count.text


def share_told(count: Count, limit: Fraction | None = None) -> str:
    """The share alone, with a decimal more where rounding would put it at the `limit` although it isn't there."""
    pupils, cohort = count.pupils, count.cohort
    if limit is None or not pupils or not cohort or Fraction(pupils, cohort) == limit:
        return count.told
    if percent(pupils, cohort) != 100 * limit:
        return count.told
    return mark(percent_text(pupils, cohort, 1), count.share_cell)
