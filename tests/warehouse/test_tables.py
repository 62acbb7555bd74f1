"""SQL files describe themselves, read only what lies below them, and are built as they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from warehouse.database import Warehouse, WarehouseBusy
from warehouse.tables import Column, Table, TableError, layer_faults, parse_table, sql_tables

GOOD = """-- Shares of something
-- grain: cycle
-- rebuild: cycle
select
    cast(cycle as varchar) as cycle, -- The cycle
    cast(share as double) as share -- A share
from raw.things
where cycle = getvariable('cycle')
"""
DAY = date(2026, 11, 20)


def test_no_table_reads_from_a_layer_above_it() -> None:
    assert layer_faults(sql_tables()) == []


def test_a_table_that_reads_upwards_is_named() -> None:
    table = parse_table("staged.wrong", GOOD.replace("raw.things", "mart.things"))
    assert layer_faults({table.name: table}) == ["staged.wrong reads mart.things, which is not below it."]


def test_a_table_knows_its_columns_grain_and_sources() -> None:
    table = parse_table("mart.good", GOOD)
    assert table.description == "Shares of something"
    assert table.grain == ("cycle",)
    assert table.columns == (Column("cycle", "VARCHAR", "The cycle"), Column("share", "DOUBLE", "A share"))
    assert table.sources == ("raw.things",)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (" -- A share", "", "mart.bad.share has no documentation"),
        ("cast(share as double) as share", "share", "write each column as cast"),
        ("-- grain: cycle\n", "", "has no grain"),
        ("-- rebuild: cycle", "-- rebuild: daily", "rebuild is cycle or all"),
        ("-- grain: cycle", "-- grain: cycle, school_id", "the grain names school_id"),
    ],
)
def test_an_undescribed_table_is_refused(before: str, after: str, message: str) -> None:
    with pytest.raises(TableError) as error:
        parse_table("mart.bad", GOOD.replace(before, after))
    assert message in str(error.value)


def things(path: Path, *rows: tuple[str, float]) -> Warehouse:
    warehouse = Warehouse(path / "warehouse.duckdb")
    table = Table(
        "raw.things", "Things", ("cycle",), "all", (Column("cycle", "VARCHAR", "c"), Column("share", "DOUBLE", "s"))
    )
    with warehouse.open("test") as database:
        database.replace(table, pl.DataFrame(rows, schema=["cycle", "share"], orient="row"))
    return warehouse


def test_a_build_replaces_one_cycle_and_leaves_the_others(tmp_path: Path) -> None:
    warehouse = things(tmp_path, ("2024-25", 0.5), ("2025-26", 0.25))
    table = parse_table("mart.good", GOOD)
    with warehouse.open("test") as database:
        database.build(table, "2024-25", DAY)
        database.build(table, "2025-26", DAY)
        database.execute("update raw.things set share = 0.75")
        assert database.build(table, "2025-26", DAY) == 1
        assert database.query("from mart.good order by cycle").rows() == [("2024-25", 0.5), ("2025-26", 0.75)]


def test_a_changed_declaration_never_squeezes_a_share_into_an_integer(tmp_path: Path) -> None:
    warehouse = things(tmp_path, ("2025-26", 1.6))
    with warehouse.open("test") as database:
        database.build(parse_table("mart.good", GOOD.replace("as double", "as integer")), "2025-26", DAY)
        database.build(parse_table("mart.good", GOOD), "2025-26", DAY)
        assert database.value("select share from mart.good") == 1.6


def test_descriptions_become_comments_in_the_database(tmp_path: Path) -> None:
    warehouse = things(tmp_path, ("2025-26", 1.0))
    with warehouse.open("test") as database:
        database.build(parse_table("mart.good", GOOD), "2025-26", DAY)
        assert (
            database.value("select comment from duckdb_columns() where table_name = 'good' and column_name = 'share'")
            == "A share"
        )
        assert database.value("select comment from duckdb_tables() where table_name = 'good'") == "Shares of something"


def test_a_repeated_key_is_counted(tmp_path: Path) -> None:
    warehouse = things(tmp_path, ("2025-26", 1.0), ("2025-26", 2.0))
    table = parse_table("mart.good", GOOD)
    with warehouse.open("test") as database:
        database.build(table, "2025-26", DAY)
        assert database.repeated_keys(table, "2025-26") == 1


def test_a_failing_transaction_leaves_everything_as_it_was(tmp_path: Path) -> None:
    warehouse = things(tmp_path, ("2025-26", 1.0))
    with warehouse.open("test") as database:
        with pytest.raises(RuntimeError), database.transaction():
            database.execute("delete from raw.things")
            raise RuntimeError
        assert database.value("select count(*) from raw.things") == 1


def test_whoever_waits_too_long_learns_who_holds_the_warehouse(tmp_path: Path) -> None:
    first, second = Warehouse(tmp_path / "w.duckdb"), Warehouse(tmp_path / "w.duckdb", timeout=0.1)
    with first.open("building 2025-26"), pytest.raises(WarehouseBusy, match="building 2025-26"), second.open("landing"):
        pass
    with second.open("landing") as database:
        assert database.value("select 1") == 1


def test_a_copy_holds_only_the_tables_asked_for(tmp_path: Path) -> None:
    warehouse = things(tmp_path, ("2025-26", 1.0))
    with warehouse.open("test") as database:
        database.build(parse_table("mart.good", GOOD), "2025-26", DAY)
        database.copy_to(tmp_path / "published" / "copy.duckdb", ["mart.good"])
    copy = Warehouse(tmp_path / "published" / "copy.duckdb")
    with copy.open("test") as database:
        assert [row[0] for row in database.query("select table_name from duckdb_tables()").rows()] == ["good"]
