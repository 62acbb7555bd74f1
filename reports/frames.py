"""What a report is made from: the released tables as frames, and the few facts that are no table. No rendering, no
arithmetic.

A cell that isn't published loses its number here, before anything else can see it, even where the caller left it in.
Which frame is which table, and what a line of it is: `grains.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import polars as pl

from reports import trace
from reports.grains import GRAINS, LISTS, WHOLE_NUMBERS, Slices

PUBLISHED = "published"
_COUNTS = (
    "pupils",
    "share",
    "reference_pupils",
    "difference",
    "relative_risk",
    "confirmed",
    "looked_at",
    "still_there",
)


# What the network's line is summed from where it has none of its own.
_SUMMED = ("coverage", "measures_by_school")


def _empty() -> pl.DataFrame:
    return pl.DataFrame()


@dataclass(frozen=True)
class ReportFrames:
    """The released tables, for the cycle of the report and the two before it.

    Of the measures the columns are those of `release` (docs/data-dictionary.md). conservation (release.rows_by_school)
    has a line for each school in this cycle; checks is (check, checked, failed, passed) and may have `meaning`. changes
    (school, what, column, before_text, after_text, cause, table, cycle, school_id, year_group, stage, breakdown_topic,
    breakdown, item) lists each cell that differs from the edition before. The others are reference lists: a code,
    its label, its position. The frames from measures_by_school on may be left out: their chapters then say so.

    `own_school` is the school whose lines come from the marts (`own_school_frames`).
    """

    destinations_by_school: pl.DataFrame
    destinations_by_network: pl.DataFrame
    participation_by_school: pl.DataFrame
    participation_by_network: pl.DataFrame
    coverage: pl.DataFrame
    intended_to_final: pl.DataFrame
    intended_to_final_by_network: pl.DataFrame
    conservation: pl.DataFrame
    schools: pl.DataFrame
    destination_categories: pl.DataFrame
    participations: pl.DataFrame
    breakdowns: pl.DataFrame
    cohort_rules: pl.DataFrame
    checks: pl.DataFrame
    measures_by_school: pl.DataFrame = field(default_factory=_empty)
    measures_by_network: pl.DataFrame = field(default_factory=_empty)
    equity_gaps: pl.DataFrame = field(default_factory=_empty)
    trends: pl.DataFrame = field(default_factory=_empty)
    benchmarks: pl.DataFrame = field(default_factory=_empty)
    providers: pl.DataFrame = field(default_factory=_empty)
    quality: pl.DataFrame = field(default_factory=_empty)
    compass: pl.DataFrame = field(default_factory=_empty)
    public_destinations: pl.DataFrame = field(default_factory=_empty)
    measures: pl.DataFrame = field(default_factory=_empty)
    measure_breakdowns: pl.DataFrame = field(default_factory=_empty)
    changes: pl.DataFrame = field(default_factory=_empty)
    own_school: str = ""

    def __post_init__(self) -> None:
        for name in frame_names():
            frame: pl.DataFrame = getattr(self, name)
            object.__setattr__(self, name, _without_hidden_numbers(_typed(frame)))
        object.__setattr__(self, "_slices", {})

    def rows(self, name: str, keys: tuple[str, ...], *values: object) -> list[dict[str, Any]]:
        """The lines of the frame `name` in which the columns `keys` have these values, in the frame's order."""
        slices: dict[tuple[str, tuple[str, ...]], Slices] = self.__dict__["_slices"]
        if (name, keys) not in slices:
            slices[name, keys] = Slices(getattr(self, name), keys)
        return slices[name, keys].get(values)

    def cell(self, name: str, row: Mapping[str, Any], column: str = "pupils") -> str:
        """The id of a number of the frame `name` (reports/trace.py)."""
        table, grain = GRAINS[name]
        is_own = self.own_school and row.get("school_id") == self.own_school
        table = table.replace("release.", "mart.") if is_own else table
        return trace.cell(table, (row[key] for key in grain), column)


def frame_names() -> tuple[str, ...]:
    """The names of the frames of `ReportFrames`, those that need to be there first."""
    return tuple(item.name for item in fields(ReportFrames) if item.name != "own_school")


def own_school_frames(released: ReportFrames, marts: Mapping[str, pl.DataFrame], school_id: str) -> ReportFrames:
    """What the school itself may see: its own lines in full, from `marts` (by frame name, grain and columns those of
    the mart), beside the network's as released. Of other schools, as released, only what the network's sums need.
    """
    changed: dict[str, pl.DataFrame] = {}
    for name in frame_names():
        frame: pl.DataFrame = getattr(released, name)
        if name in LISTS or "school_id" not in frame.columns:
            continue
        others = frame.filter(pl.col("school_id") != school_id if name in _SUMMED else pl.col("school_id") == "")
        own = marts.get(name)
        if own is None:
            changed[name] = pl.concat([others, frame.filter(pl.col("school_id") == school_id)])
            continue
        own = own.filter(pl.col("school_id") == school_id).with_columns(pl.lit(PUBLISHED).alias("status"))
        changed[name] = pl.concat([others, own], how="diagonal_relaxed")
    return replace(released, own_school=school_id, **changed)


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    # Reference lists come as text where they were read from package data.
    return frame.with_columns(pl.col(name).cast(pl.Int64) for name in frame.columns if name in WHOLE_NUMBERS)


def _without_hidden_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    # Coverage and benchmarks say themselves which of their columns are shown.
    if "status" not in frame.columns or "known" in frame.columns:
        return frame
    numbers = [name for name in _COUNTS if name in frame.columns]
    return frame.with_columns(pl.when(pl.col("status") == PUBLISHED).then(pl.col(name)).alias(name) for name in numbers)


@dataclass(frozen=True)
class ReportContext:
    """The facts of one edition. `calendar` holds the cycle's events by key; shares are fractions; the suppression
    range is inclusive. `audience` is leaders, own_school or public; `edition` as `final-1`, empty for a page that
    belongs to none; `edition_id` its id. `links` are the named lists of the own-school page: label and relative
    address. `workbook` is the address of the XLSX with every table, beside the page.
    """

    network_name: str
    cycle: str
    as_of: date
    build_id: str
    calendar: Mapping[str, date] = field(default_factory=dict)
    coverage_floor: float = 0.95
    suppress_from: int = 1
    suppress_to: int = 5
    edition: str = ""
    edition_id: str = ""
    audience: str = "leaders"
    links: tuple[tuple[str, str], ...] = ()
    workbook: str = ""

    @property
    def cycles(self) -> tuple[str, ...]:
        """The cycle and the two before it, oldest first."""
        start = int(self.cycle[:4])
        return tuple(f"{year}-{(year + 1) % 100:02d}" for year in range(start - 2, start + 1))

    @property
    def leaving_summer(self) -> int:
        """The year in whose summer the cycle's pupils leave."""
        return int(self.cycle[:4]) + 1

    @property
    def cycle_before(self) -> str:
        """The cycle before this one."""
        return self.cycles[1]
