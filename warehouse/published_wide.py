"""The Department for Education's wide tables of destinations, as its performance tables are downloaded: a row for each
school, local authority and England, and a column for each figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from domain.published_figures import ENGLAND, figure
from warehouse.published_layouts import Areas, Layout, Release, Row, cycle_before, measures_of

_SUFFIXES = {"total": "", "disadvantaged": "_DIS", "not_disadvantaged": "_NONDIS"}
_TABLES = "https://www.compare-school-performance.service.gov.uk/download-data"


def _wide(layout: Layout, rows: pl.DataFrame, release: Release, areas: Areas) -> Iterator[dict[str, object]]:
    """A row for each school and area, with a block of columns for each group of pupils."""
    for row, area in _of_areas(rows, areas):
        for breakdown, suffix in _SUFFIXES.items():
            cohort = row.get(f"{layout.prefix}COHORT{suffix}")
            for column, measure in measures_of(layout.name).items():
                pupils = row.get(f"{layout.prefix}{column}{suffix}")
                found = figure(pupils, cohort, row.get(f"{layout.prefix}{column}PER{suffix}"))
                yield release.said(area, measure, breakdown, release.leavers) | found._asdict()
            yield from _years_before(row, area, breakdown, suffix, release)


def _years_before(
    row: Row, area: tuple[str, str], breakdown: str, suffix: str, release: Release
) -> Iterator[dict[str, object]]:
    """Earlier leavers as restated in this table. Their suffix is not their year (`_21` means other leavers in every
    release): the highest one is the year before, and so on."""
    suffixes = sorted((name[-2:] for name in row if re.fullmatch(r"COHORT_\d\d", name)), reverse=True)
    for back, year in enumerate(suffixes, 1):
        found = figure(None, row.get(f"COHORT{suffix}_{year}"), row.get(f"OVERALL_DESTPER{suffix}_{year}"))
        leavers = cycle_before(release.leavers, back)
        yield release.said(area, "sustained_overall", breakdown, leavers) | found._asdict()


def _progression(layout: Layout, rows: pl.DataFrame, release: Release, areas: Areas) -> Iterator[dict[str, object]]:
    """The table of progression to higher education or training: percentages alone.

    Its columns for disadvantaged students hold the *other* students' figures in the rows of England and of local
    authorities (as comparison with the statistics release shows), so they are read for schools only.
    """
    for row, area in _of_areas(rows, areas):
        for column, measure in measures_of(layout.name).items():
            found = figure(None, row.get("ALL_COHORT"), row.get(f"ALL_{column}"))
            yield release.said(area, measure, "total", release.leavers) | found._asdict()
            if area[0] == "school":
                found = figure(None, None, row.get(f"DIS_{column}"))
                yield release.said(area, measure, "disadvantaged", release.leavers) | found._asdict()


def _area(row: Row, areas: Areas) -> tuple[str, str] | None:
    kind, authority, number = row["RECTYPE"], row["LEA"], row["ESTAB"]
    if kind in ("NAT", "5"):
        return "england", ENGLAND
    if kind in ("LA", "4"):
        return ("local_authority", authority) if authority in areas.authorities else None
    school = areas.school(row["URN"], f"{authority}{(number or '').zfill(4)}") if kind in ("1", "2", "3") else None
    return ("school", school) if school else None


def _of_areas(rows: pl.DataFrame, areas: Areas) -> Iterator[tuple[Row, tuple[str, str]]]:
    """The rows that are kept, each area's once: a school found by its URN before one found by its LAESTAB."""
    kept: dict[tuple[str, str], Row] = {}
    for row in rows.iter_rows(named=True):
        area = _area(row, areas)
        if area is not None and (area not in kept or areas.urns.get(row["URN"] or "") == area[1]):
            kept[area] = row
    return ((row, area) for area, row in kept.items())


_SCHOOL = frozenset(("RECTYPE", "LEA", "ESTAB", "URN"))
WIDE = (
    Layout(
        "ks4", "Key stage 4 destination measures", 11, _SCHOOL | {"OVERALL_DEST", "SCH_6TH", "COHORT"}, _wide,
        address=_TABLES,
    ),
    Layout(
        "ks5", "16-18 destination measures", 13, _SCHOOL | {"TOT_COHORT", "TOT_OVERALL"}, _wide,
        lambda column: column in _SCHOOL or column.startswith("TOT_"), "TOT_", "TOT_COHORT", address=_TABLES,
    ),
    Layout(
        "he", "Progression to higher education or training", 13, _SCHOOL | {"ALL_COHORT", "ALL_PROGRESSED"},
        _progression, cohort="ALL_COHORT", years_late=3, address=_TABLES,
    ),
)  # fmt: skip
