"""Every figure that the Department published for one real trust's secondary schools comes back out of the warehouse.

The trust's school rows (leavers of summer 2023) are expanded into invented pupils and dropped as files; once these are
landed and built the marts must hold the published counts, and the percentages to the last half.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.demo.extracts import PublishedSchool, read_published, write_extracts
from pipelines.demo.oracle import figures_of_marts, judge
from pipelines.demo.published import TABLES, expand_school, figures_of, missed, published_cells
from tests.flow.steps import land_and_build
from warehouse.home import Home

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
KS4, KS5 = DATA / "dfe/2024-25/england_ks4-pupdest.csv", DATA / "dfe/2024-25/england_ks5-studest.csv"
TRUSTS = DATA / "gias/trust_membership.csv"
CYCLE, TRUST_UID = "2022-23", "2157"
AS_OF = date(2023, 12, 1)


@pytest.fixture(scope="module")
def schools() -> list[PublishedSchool]:
    absent = [str(path) for path in (KS4, KS5, TRUSTS) if not path.exists()]
    if absent:
        pytest.skip(f"published data is absent: {', '.join(absent)}")
    with TRUSTS.open(encoding="utf-8-sig", newline="") as lines:
        urns = {row["urn"] for row in csv.DictReader(lines) if row["trust_uid"] == TRUST_UID}
    return read_published(KS4, KS5, urns)


@dataclass(frozen=True)
class Marts:
    destinations: pl.DataFrame
    participations: pl.DataFrame
    coverage: pl.DataFrame
    conservation: pl.DataFrame
    pupils: int


@pytest.fixture(scope="module")
def marts(schools: list[PublishedSchool], tmp_path_factory: pytest.TempPathFactory) -> Marts:
    folder = tmp_path_factory.mktemp("published")
    files = write_extracts(folder, schools, CYCLE)
    pupils = sum(path.read_bytes().count(b"\n") - 1 for path in files)
    home = Home(folder)
    home.prepare()
    names = [
        f"mart.{name}" for name in ("destinations_by_school", "participation_by_school", "coverage", "conservation")
    ]
    land_and_build(home, AS_OF, names)
    with duckdb.connect(str(home.warehouse_file), read_only=True) as warehouse:
        return Marts(*(warehouse.execute(f"from {name}").pl() for name in names), pupils)


def test_the_expansion_gives_back_every_published_cell(schools: list[PublishedSchool]) -> None:
    wrong: list[str] = []
    count = 0
    for school in schools:
        for year_group, row in school.rows.items():
            codes = {code: leaf for leaf, (code, _) in TABLES[year_group].leaves.items()}
            cells = published_cells(row, year_group)
            expanded = expand_school(row, year_group)
            count += len(cells)
            wrong += missed(cells, figures_of(expanded, year_group))
            assert {code for _, code in expanded} <= set(codes)
    print(f"{count - len(wrong):,} of {count:,} published cells given back by the expansion of {len(schools)} schools")
    assert schools and not wrong


def test_every_published_count_and_percentage_comes_out_of_the_marts(
    schools: list[PublishedSchool], marts: Marts
) -> None:
    score = judge(schools, figures_of_marts(marts.destinations, marts.participations, CYCLE))
    print(f"{score.given_back:,} of {score.published:,} published cells of {len(schools)} schools, {score.cells}")
    assert score.wrong == []
    assert all(published for _, published in score.cells.values())


def test_cohorts_of_coverage_are_the_published_ones(schools: list[PublishedSchool], marts: Marts) -> None:
    final = marts.coverage.filter((pl.col("cycle") == CYCLE) & (pl.col("stage") == "final"))
    cohorts = {row[:2]: row[2] for row in final.select("school_id", "year_group", "cohort").iter_rows()}
    published = {
        (school.school_id, year_group): int(row[f"{TABLES[year_group].prefix}COHORT"])
        for school in schools
        for year_group, row in school.rows.items()
        if row[f"{TABLES[year_group].prefix}COHORT"].isdigit()
    }
    assert {key: cohorts.get(key, 0) for key in published} == published
    assert set(final["denominator"]) == {"extracts"}


def test_shares_are_pupils_over_the_cohort(marts: Marts) -> None:
    for mart in (marts.destinations, marts.participations):
        assert mart.filter(
            (pl.col("cohort") > 0) & ((pl.col("share") - pl.col("pupils") / pl.col("cohort")).abs() > 1e-12)
        ).is_empty()
        assert mart.filter((pl.col("cohort") == 0) & pl.col("share").is_not_null()).is_empty()


def test_every_row_counts_and_none_is_lost(marts: Marts) -> None:
    ledger = marts.conservation
    parts = ["header_records", "dropped_records", "held_rows", "superseded_rows", "excluded_rows", "counted_rows"]
    assert ledger.filter(pl.col("records") != pl.sum_horizontal(parts)).is_empty()
    assert ledger["counted_rows"].sum() == marts.pupils
