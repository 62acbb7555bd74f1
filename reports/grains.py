"""Which released table a frame holds and what a line of it is, and how lines are found by their keys."""

from __future__ import annotations

from typing import Any

import polars as pl

_SCHOOL_YEAR = ("cycle", "school_id", "year_group")
_PARTS = ("breakdown_topic", "breakdown")
# Frame -> table and grain, in the order in which a cell's id names them.
GRAINS: dict[str, tuple[str, tuple[str, ...]]] = {
    "destinations_by_school": (
        "release.destinations_by_school",
        (*_SCHOOL_YEAR, "stage", *_PARTS, "destination_category"),
    ),
    "destinations_by_network": (
        "release.destinations_by_network",
        ("cycle", "year_group", "stage", *_PARTS, "destination_category"),
    ),
    "participation_by_school": ("release.participation_by_school", (*_SCHOOL_YEAR, "stage", *_PARTS, "participation")),
    "participation_by_network": (
        "release.participation_by_network",
        ("cycle", "year_group", "stage", *_PARTS, "participation"),
    ),
    "coverage": ("release.coverage", (*_SCHOOL_YEAR, "stage")),
    "intended_to_final": ("release.intended_to_final", (*_SCHOOL_YEAR, "intended_category", "final_category")),
    "intended_to_final_by_network": (
        "release.intended_to_final_by_network",
        ("cycle", "year_group", "intended_category", "final_category"),
    ),
    "conservation": ("release.rows_by_school", ("cycle", "school_id")),
    "checks": ("ops.checks", ("cycle", "check")),
    "measures_by_school": ("release.measures_by_school", (*_SCHOOL_YEAR, *_PARTS, "measure")),
    "measures_by_network": ("release.measures_by_network", ("cycle", "year_group", *_PARTS, "measure")),
    "equity_gaps": ("release.equity_gaps", (*_SCHOOL_YEAR, "measure", *_PARTS)),
    "trends": ("release.trends", (*_SCHOOL_YEAR, *_PARTS, "measure")),
    "benchmarks": (
        "release.benchmarks",
        ("area_kind", "area", "year_group", "measure", "breakdown", "leavers", "publication"),
    ),
    "providers": ("release.providers", ("cycle", "year_group", "provider_id")),
    "quality": ("release.quality", (*_SCHOOL_YEAR, "stage")),
    "compass": ("release.compass", ("cycle", "school_id", "benchmark")),
    "public_destinations": ("release.public_destinations", (*_SCHOOL_YEAR, *_PARTS, "destination_category")),
}
# Frames that are the same for everybody.
LISTS = (
    *("schools", "destination_categories", "participations", "breakdowns", "cohort_rules", "checks", "measures"),
    *("measure_breakdowns", "benchmarks"),
)
WHOLE_NUMBERS = (
    *("year_group", "cohort", "pupils", "known", "confirmed", "undecided", "unknown", "position", "checked", "failed"),
    *("files", "reference_pupils", "reference_cohort", "years", "schools"),
)


class Slices:
    """A frame's lines by the values of some of its columns, found without looking through all of them again."""

    def __init__(self, frame: pl.DataFrame, keys: tuple[str, ...]) -> None:
        self._found: dict[tuple[object, ...], list[dict[str, Any]]] = {}
        self._places: dict[tuple[object, ...], tuple[int, int]] = {}
        self._frame = frame
        if frame.is_empty() or not set(keys) <= set(frame.columns):
            return
        self._frame = frame.sort(keys, maintain_order=True)
        sizes = self._frame.group_by(keys, maintain_order=True).len()
        start = 0
        for *key, size in sizes.iter_rows():
            self._places[tuple(key)] = (start, size)
            start += size

    def get(self, values: tuple[object, ...]) -> list[dict[str, Any]]:
        """The lines with these values; none where there are none."""
        if values not in self._found:
            place = self._places.get(values)
            self._found[values] = self._frame.slice(*place).to_dicts() if place else []
        return self._found[values]
