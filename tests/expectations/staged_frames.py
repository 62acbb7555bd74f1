"""Frames of `staged.rows` and `staged.deliveries` with the columns that the SQL files declare. Made-up pupils."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import sqlglot

ROOT = Path(__file__).parents[2]
_TYPES = {
    "VARCHAR": pl.String,
    "TEXT": pl.String,
    "INT": pl.Int32,
    "INTEGER": pl.Int32,
    "DOUBLE": pl.Float64,
    "DATE": pl.Date,
    "BOOLEAN": pl.Boolean,
    "TIMESTAMP": pl.Datetime("us"),
    "VARCHAR[]": pl.List(pl.String),
    "TEXT[]": pl.List(pl.String),
}


def schema(table: str) -> dict[str, Any]:
    """The columns that `sql/` declares for a table."""
    query = sqlglot.parse_one((ROOT / "sql" / f"{table.replace('.', '/')}.sql").read_text(), dialect="duckdb")
    return {column.alias: _TYPES[column.this.to.sql(dialect="duckdb")] for column in query.expressions}


TIDY_ROW: dict[str, Any] = {
    "cycle": "2025-26",
    "delivery_number": 1,
    "sheet": "Y11",
    "sheet_number": 1,
    "part": 1,
    "kind": "destinations",
    "folder": "hollins",
    "school_id": "hollins",
    "received_at": datetime(2026, 10, 1, 9),
    "received_on": date(2026, 10, 1),
    "is_withdrawn": False,
    "year_group": 11,
    "stage": "final",
    "upn": "B801200005001",
    "uln": "9276308686",
    "mis_id": "4711",
    "surname": "Aardvark",
    "forename": "Ada",
    "date_of_birth": date(2010, 1, 15),
    "sex": "female",
    "sen_provision": "none",
    "entry_date": date(2021, 9, 1),
    "leaving_date": date(2026, 6, 26),
    "postcode": "SW1A 1AA",
    "destination_type": "FE_COLLEGE",
    "destination_text": "FE college",
    "destination_provider": "Barnwood College",
    "destination_provider_id": "10001234",
    "start_date": date(2026, 9, 7),
    "recorded_on": date(2026, 9, 20),
    "recorded_on_assumed": False,
    "verified_on": date(2026, 9, 21),
    "verified_by": "provider",
    "type_valid": True,
    "destination_category": "further_education",
    "participation": "education",
    "results_on": date(2026, 8, 20),
    "term_starts_on": date(2026, 9, 1),
    "year_starts_on": date(2025, 9, 1),
    "offer_day_on": date(2026, 3, 2),
    "stock_take_on": date(2026, 2, 23),
    "birth_from": date(2009, 9, 1),
    "birth_to": date(2010, 8, 31),
    "as_of": date(2026, 10, 2),
    "unreadable": [],
    "not_understood": [],
    "day_numbers": [],
    "is_stand_in_provider": False,
}

TIDY_DELIVERY: dict[str, Any] = {
    "delivery_number": 1,
    "folder": "hollins",
    "school_id": "hollins",
    "path": "hollins/2025-26/Y11-final/file.csv",
    "filename": "file.csv",
    "format": "csv",
    "kind": "destinations",
    "received_at": datetime(2026, 10, 1, 9),
    "received_on": date(2026, 10, 1),
    "row_records": 100,
    "rows_with_destination": 90,
    "rows_naming_a_school": 100,
    "rows_naming_another_school": 0,
    "is_withdrawn": False,
}

TIDY_MATCH: dict[str, Any] = {
    "delivery_number": 1,
    "school_id": "hollins",
    "kind": "destinations",
    "cycle": "2025-26",
    "year_group": 11,
    "pupils": 100,
    "has_own_roll": True,
    "on_own_roll": 98,
    "beside_another_name": 0,
    "on_last_years_roll": 0,
    "on_roll_of_year_below": 0,
    "on_other_schools_roll": 0,
    "pupils_in_force": None,
}

TIDY_COPY: dict[str, Any] = {
    "cycle": "2025-26",
    "year_group": 11,
    "pupils": 100,
    "pupils_as_intended": 90,
    "is_before_results": False,
}


def rows_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `staged.rows`: the tidy row, changed as each entry says; lines are numbered."""
    filled = [{"line": number, "delivery_id": "d1", **TIDY_ROW, **row} for number, row in enumerate(rows, start=2)]
    return pl.DataFrame(filled, schema=schema("staged.rows"))


def deliveries_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `staged.deliveries`: the tidy delivery, changed as each entry says."""
    return pl.DataFrame([{**TIDY_DELIVERY, **row} for row in rows], schema=schema("staged.deliveries"))


def matches_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `staged.delivery_matches`, with the pupils of the roll in force that are counted before the rules run."""
    more = {"pupils_in_force": pl.Int32}
    return pl.DataFrame([{**TIDY_MATCH, **row} for row in rows], schema={**schema("staged.delivery_matches"), **more})


def copies_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `staged.copied_finals`: the tidy file, changed as each entry says."""
    return pl.DataFrame([{**TIDY_COPY, **row} for row in rows], schema=schema("staged.copied_finals"))
