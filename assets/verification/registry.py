"""Which tables can be recomputed, by whom, and what hides their cells.

`hides.csv`: for a table's column the item under which mart.suppressions names it; `only_reasons`: it is hidden by such
reasons alone as hide the whole group (ref.suppression_reasons)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from assets.verification import destinations, records, sent
from assets.verification.measures import everything, of_network, of_schools
from assets.verification.sources import Sources


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A table: the counts that it has, and what makes the frame of them with the table's grain."""

    make: Callable[[Sources], pl.DataFrame]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hiding:
    """The item whose suppression hides a column; its text may name keys of the line in braces."""

    item: str
    only_reasons: bool


_OF_COHORT = ("pupils", "cohort")
TABLES: Mapping[str, Recomputed] = {
    "destinations_by_school": Recomputed(destinations.destinations_by_school, _OF_COHORT),
    "destinations_by_network": Recomputed(destinations.destinations_by_network, _OF_COHORT),
    "participation_by_school": Recomputed(destinations.participation_by_school, _OF_COHORT),
    "participation_by_network": Recomputed(destinations.participation_by_network, _OF_COHORT),
    "public_destinations": Recomputed(destinations.public_destinations, _OF_COHORT),
    "coverage": Recomputed(destinations.coverage, ("cohort", "known", "confirmed", "stale", "undecided", "unknown")),
    "intended_to_final": Recomputed(destinations.intended_to_final, ("pupils",)),
    "intended_to_final_by_network": Recomputed(destinations.intended_to_final_by_network, ("pupils",)),
    "measures_by_school": Recomputed(lambda sources: of_schools(sources.made(everything)), _OF_COHORT),
    "measures_by_network": Recomputed(lambda sources: of_network(sources.made(everything)), (*_OF_COHORT, "schools")),
    "providers": Recomputed(records.providers, (*_OF_COHORT, "schools", "confirmed", "looked_at", "still_there")),
    "quality": Recomputed(
        records.quality,
        ("cohort", "unknown", "stale", "attempts_on_unknown", "late", "rows", "held_rows", "corrected"),
    ),
    "rows_by_school": Recomputed(
        sent.rows_by_school, ("files", "rows", "held_rows", "superseded_rows", "excluded_rows", "counted_rows")
    ),
    "compass": Recomputed(sent.compass, ("score", "previous_score", "is_achieved")),
    "checks": Recomputed(sent.checks, ("checked", "failed")),
    "benchmarks": Recomputed(sent.benchmarks, ("pupils", "cohort", "share")),
}
# Columns of equity_gaps -> the measure's column, and whether it is that of the reference.
COMPARED: Mapping[str, tuple[str, bool]] = {
    "pupils": ("pupils", False),
    "cohort": ("cohort", False),
    "reference_pupils": ("pupils", True),
    "reference_cohort": ("cohort", True),
}
POOLED = ("pupils", "cohort")


@cache
def hidings() -> Mapping[tuple[str, str], tuple[Hiding, ...]]:
    """What hides a column, by table and column."""
    found: dict[tuple[str, str], tuple[Hiding, ...]] = {}
    for table, column, item, only in pl.read_csv(Path(__file__).parent / "hides.csv", infer_schema=False).iter_rows():
        found[table, column] = (*found.get((table, column), ()), Hiding(item, only == "yes"))
    return found
