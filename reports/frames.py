"""What a report is made from: the released tables as frames, and the few facts that are no table. No rendering, no
arithmetic.

A cell that isn't published loses its number here, before anything else can see it, even where the caller left it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

import polars as pl

PUBLISHED = "published"
_WHOLE_NUMBERS = (
    "year_group",
    "cohort",
    "pupils",
    "known",
    "confirmed",
    "undecided",
    "unknown",
    "position",
    "checked",
    "failed",
    "files",
)


@dataclass(frozen=True)
class ReportFrames:
    """The released tables, for the cycle of the report and the two before it.

    Of the measures the columns are those of `release`: destinations_by_school (cycle, school_id, year_group, stage,
    breakdown_topic, breakdown, destination_category, cohort, pupils, share, status), destinations_by_network (without
    school_id), participation_by_* (participation for destination_category), coverage (cycle, school_id, year_group,
    stage, cohort, known, confirmed, undecided, unknown, share_known, share_confirmed, denominator, last_received_at,
    status; a hidden count is null), intended_to_final and intended_to_final_by_network (…, intended_category,
    final_category, pupils, status). conservation (school_id, files, rows, held_rows, superseded_rows, excluded_rows,
    counted_rows) has a line for each school in this cycle; checks is (check, checked, failed, passed) and may have
    `meaning`. The others are reference lists: a code, its label, its position.
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

    def __post_init__(self) -> None:
        for item in fields(self):
            frame: pl.DataFrame = getattr(self, item.name)
            object.__setattr__(self, item.name, _without_hidden_numbers(_typed(frame)))


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    # Reference lists come as text where they were read from package data.
    return frame.with_columns(pl.col(name).cast(pl.Int64) for name in frame.columns if name in _WHOLE_NUMBERS)


def _without_hidden_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    if "status" not in frame.columns:
        return frame
    numbers = [name for name in ("pupils", "share") if name in frame.columns]
    return frame.with_columns(pl.when(pl.col("status") == PUBLISHED).then(pl.col(name)).alias(name) for name in numbers)


@dataclass(frozen=True)
class ReportContext:
    """The facts of one edition. `calendar` holds the cycle's events by key; shares are fractions; the suppression
    range is inclusive.
    """

    network_name: str
    cycle: str
    as_of: date
    build_id: str
    calendar: Mapping[str, date] = field(default_factory=dict)
    coverage_floor: float = 0.95
    suppress_from: int = 1
    suppress_to: int = 5

    @property
    def cycles(self) -> tuple[str, ...]:
        """The cycle and the two before it, oldest first."""
        start = int(self.cycle[:4])
        return tuple(f"{year}-{(year + 1) % 100:02d}" for year in range(start - 2, start + 1))

    @property
    def leaving_summer(self) -> int:
        """The year in whose summer the cycle's pupils leave."""
        return int(self.cycle[:4]) + 1
