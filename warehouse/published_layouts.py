"""What every layout of the Department for Education's tables of destinations has: a title, the headers it is known by,
a release, and the areas whose figures are kept. The wide tables are `published_wide.py`, the long ones
`published_long.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from domain.package_data import table
from domain.published_figures import FIGURES

Row = Mapping[str, str | None]


@dataclass(frozen=True)
class Areas:
    """Whose figures are kept: local authorities' by their three digits, schools' by URN or, where that has changed, by
    LAESTAB."""

    authorities: frozenset[str]
    urns: Mapping[str, str]
    laestabs: Mapping[str, str]

    @classmethod
    def of(cls, schools: pl.DataFrame) -> Areas:
        rows = list(schools.select("school_id", "urn", "laestab").iter_rows())
        laestabs = {re.sub(r"\D", "", laestab): school for school, _, laestab in rows if laestab}
        urns = {str(urn): school for school, urn, _ in rows if urn}
        return cls(frozenset(number[:3] for number in laestabs), urns, laestabs)

    def school(self, urn: str | None, laestab: str | None) -> str | None:
        return self.urns.get(urn or "") or self.laestabs.get(laestab or "")


@dataclass(frozen=True)
class Layout:
    """A kind of table: the headers it is known by (`needs`), which columns it `reads`, and how rows become figures.

    `leavers` finds the newest leavers in the rows; where it is None the rows don't say, the table is published
    `years_late` years after its leavers', and `cohort` is the field whose description names them.
    """

    name: str
    title: str
    year_group: int
    needs: frozenset[str]
    cells: Callable[[Layout, pl.DataFrame, Release, Areas], Iterator[dict[str, object]]]
    reads: Callable[[str], bool] = lambda column: True
    prefix: str = ""
    cohort: str = "COHORT"
    years_late: int = 2
    leavers: Callable[[pl.DataFrame], str | None] | None = None
    address: str = ""

    def figures(self, rows: pl.DataFrame, release: Release, areas: Areas) -> pl.DataFrame:
        """The figures of the areas that are kept, as `FIGURES`."""
        return pl.DataFrame(list(self.cells(self, rows, release, areas)), schema=FIGURES)


@dataclass(frozen=True)
class Release:
    """One publication of a table: its newest leavers, and the file it came in."""

    layout: Layout
    leavers: str
    file: str

    @property
    def publication(self) -> str:
        if self.layout.leavers:
            return f"{self.layout.title}, {cycle_before(self.leavers, -1).replace('-', '/')} release"
        return f"{self.layout.title}, {cycle_before(self.leavers, -self.layout.years_late)} performance tables"

    def said(self, area: tuple[str, str], measure: str, breakdown: str, leavers: str) -> dict[str, object]:
        """What a figure is about, and where it stands."""
        source = f"Department for Education, {self.publication}, {self.file}; {self.layout.address}"
        return {
            "area_kind": area[0], "area": area[1], "year_group": self.layout.year_group, "measure": measure,
            "breakdown": breakdown, "leavers": leavers, "publication": self.publication,
            "newest_leavers": self.leavers, "source": source,
        }  # fmt: skip


def cycle_before(cycle: str, years: int) -> str:
    """The cycle so many years before: 2024-25 two years before is 2022-23."""
    begins = int(cycle[:4]) - years
    return f"{begins}-{(begins + 1) % 100:02d}"


def measures_of(layout: str) -> dict[str, str]:
    listed = table("published_columns").filter(pl.col("layout") == layout)
    return dict(listed.select("column", "measure").iter_rows())
