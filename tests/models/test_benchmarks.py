"""Published figures beside one another: which is the latest, and what a reader sees where there is no number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assets.reference import reference_frames
from warehouse.database import Warehouse
from warehouse.home import Home
from warehouse.reference import reference_table
from warehouse.tables import sql_tables

SCHOOLS = "school_id,name,urn,laestab,phase,has_sixth_form\nhollins,Hollins Academy,137181,2024000,secondary,yes\n"
_COLUMNS = "RECTYPE,LEA,ESTAB,URN,COHORT,OVERALL_DEST,SCH_6TH,OVERALL_DESTPER,SCH_6THPER,COHORT_22,OVERALL_DESTPER_22"
NEWER = f"""{_COLUMNS}
1,202,4000,137181,180,SUPP,90,SUPP,50%,176,95%
LA,202,,,1650,1540,800,93%,48%,1600,94%
"""
OLDER = f"""{_COLUMNS}
1,202,4000,137181,177,167,88,94%,50%,170,93%
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    home = Home(tmp_path_factory.mktemp("home"))
    (home.path / "network.toml").write_text("", "utf-8")
    (home.path / "schools.csv").write_text(SCHOOLS, "utf-8")
    for release, text in (("2024-25", NEWER), ("2023-24", OLDER)):
        folder: Path = home.path / "reference/dfe" / release
        folder.mkdir(parents=True)
        (folder / "ks4.csv").write_text(text, "utf-8-sig")
    marts = [sql_tables()[f"{schema}.benchmarks"] for schema in ("mart", "release")]
    with Warehouse(home.warehouse_file).open("test") as database:
        for name, frame in reference_frames(home).items():
            if name.removeprefix("ref.") in ("schools", "local_authorities") or "published" in name:
                database.replace(reference_table(name, frame), frame)
        for table in marts:
            database.build(table, None, date(2026, 11, 25))
            assert database.repeated_keys(table, None) == 0
        return {table.name: database.query(f"from {table.name}") for table in marts}


def overall(built: dict[str, pl.DataFrame], kind: str) -> list[tuple[object, ...]]:
    found = built["release.benchmarks"].filter(
        area_kind=kind, measure="sustained_overall", breakdown="total", year_group=11
    )
    columns = ("area_name", "leavers", "publication", "pupils", "share", "symbol", "is_latest", "status")
    return (
        found.with_columns(pl.col("publication").str.extract(r"(\S+) \w+ \w+$"))
        .select(columns)
        .sort("leavers", "publication")
        .rows()
    )


def test_a_restated_figure_stands_beside_the_first_and_the_newest_publication_is_the_latest(
    built: dict[str, pl.DataFrame],
) -> None:
    assert overall(built, "school") == [
        ("Hollins Academy", "2020-21", "2023-24", None, 0.93, "", True, "published"),
        ("Hollins Academy", "2021-22", "2023-24", 167, 167 / 177, "", False, "published"),
        ("Hollins Academy", "2021-22", "2024-25", None, 0.95, "", True, "published"),
        ("Hollins Academy", "2022-23", "2024-25", None, None, "SUPP", True, "suppressed"),
    ]


def test_every_figure_says_its_leavers_its_source_and_that_it_is_sustained(built: dict[str, pl.DataFrame]) -> None:
    release = built["release.benchmarks"]
    assert (
        release.select(pl.col("leavers", "publication", "source", "label", "area_name").is_not_null().all()).row(0)
        == (True,) * 5
    )
    not_sustained = set(release.filter(~pl.col("is_sustained"))["measure"])
    assert not_sustained == {"september_guarantee_offer"}
    assert set(release.filter(area_kind="local_authority")["area_name"]) == {"Camden"}


def test_there_is_one_latest_figure_for_all_leavers_and_it_is_the_newest(built: dict[str, pl.DataFrame]) -> None:
    mart = built["mart.benchmarks"]
    about = ("area_kind", "area", "year_group", "measure", "breakdown", "leavers")
    assert mart.group_by(about).agg(pl.col("is_latest").sum())["is_latest"].to_list() == [1] * mart.n_unique(about)
    england = mart.filter(area_kind="england", year_group=11, measure="sustained_overall", breakdown="total")
    latest = england.filter("is_latest").sort("leavers").select("leavers", "share").rows()
    assert latest[-3:] == [("2020-21", 0.93), ("2021-22", 0.92), ("2022-23", 554426 / 607348)]
    assert {share for leavers, share in england.select("leavers", "share").iter_rows() if leavers == "2021-22"} == {
        0.92,
        0.931,
    }


def test_release_has_the_columns_of_the_mart_and_a_status(built: dict[str, pl.DataFrame]) -> None:
    mart, release = built["mart.benchmarks"], built["release.benchmarks"]
    assert release.columns == [*mart.columns, "status"] and release.height == mart.height
