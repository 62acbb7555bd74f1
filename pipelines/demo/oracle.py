"""The judge of a warehouse filled from published counts: does each mart figure come out as it was published?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from pipelines.demo.extracts import PublishedSchool
from pipelines.demo.published import BREAKDOWNS, TABLES, Figures, missed, published_cells

# What a published sum of leaves is in the marts
_PARTICIPATIONS = {
    "EDUCATION": ("education",),
    "OVERALL": ("education", "employment"),
    "OVERALL_DEST": ("education", "employment"),
}
Key = tuple[str, int]  # school_id, year group


@dataclass
class Score:
    """How many published cells came back, by breakdown as (given back, published), and those that did not."""

    cells: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(BREAKDOWNS, (0, 0)))
    wrong: list[str] = field(default_factory=list)

    @property
    def published(self) -> int:
        return sum(published for _, published in self.cells.values())

    @property
    def given_back(self) -> int:
        return sum(given_back for given_back, _ in self.cells.values())


def figures_of_marts(destinations: pl.DataFrame, participations: pl.DataFrame, cycle: str) -> dict[Key, Figures]:
    """Every measure by school and year group, from `mart.destinations_by_school` and `mart.participation_by_school`."""
    leaves = {year: {category: leaf for leaf, (_, category) in table.leaves.items()} for year, table in TABLES.items()}
    found: dict[Key, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    keys = ("school_id", "year_group", "breakdown")
    for school_id, year, breakdown, category, pupils, cohort in (
        _final(destinations, cycle).select(*keys, "destination_category", "pupils", "cohort").iter_rows()
    ):
        found[school_id, year][breakdown, "COHORT"] = cohort
        if pupils:
            # a category that the published table lacks must show up as wrong, so it is counted under its own name
            found[school_id, year][breakdown, leaves[year].get(category, category)] += pupils
    for school_id, year, breakdown, participation, pupils in (
        _final(participations, cycle).select(*keys, "participation", "pupils").iter_rows()
    ):
        for measure in TABLES[year].sums:
            if participation in _PARTICIPATIONS.get(measure, ()):
                found[school_id, year][breakdown, measure] += pupils
    return {key: dict(figures) for key, figures in found.items()}


def _final(mart: pl.DataFrame, cycle: str) -> pl.DataFrame:
    return mart.filter(
        (pl.col("cycle") == cycle)
        & (pl.col("stage") == "final")
        & pl.col("year_group").is_in(list(TABLES))
        & pl.col("breakdown").is_in(list(BREAKDOWNS))
    )


def judge(schools: Iterable[PublishedSchool], figures: dict[Key, Figures]) -> Score:
    """Every published cell of these schools against the figures of the warehouse."""
    score = Score()
    for school in schools:
        for year_group, row in school.rows.items():
            cells = published_cells(row, year_group)
            for breakdown in BREAKDOWNS:
                part = [cell for cell in cells if cell.breakdown == breakdown]
                wrong = missed(part, figures.get((school.school_id, year_group), {}))
                given_back, published = score.cells[breakdown]
                score.cells[breakdown] = (given_back + len(part) - len(wrong), published + len(part))
                score.wrong += [f"{school.school_id}, Year {year_group}: {text}" for text in wrong]
    return score
