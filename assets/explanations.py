"""Where a figure comes from: the pupils in it, down to file, sheet and line, and the rule that put each there.

`explanations/` holds what can be explained (`tables.csv`), for each mart a query of its pupils, and the words of the
rules (`reasons.csv`) and of what a row may say (`says.csv`). Such a query gives, for `getvariable('cycle')`, the
columns of the mart's grain and `pupil_id`, the `measures` that count the pupil, and the row that says so
(`delivery_id`, `sheet`, `line`, `part`; null: nobody said): what it `says`, up to which day what was said counts
(`heard_until`; null: any), and the codes of the rules that decided (`because`). A pupil has one line for each thing
that is said. A `{name}` in a query stands for the query of that name.

Nothing is written here, and no Dagster.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from assets.explanation_keys import chosen, complete_keys, condition, in_words
from warehouse.database import Database
from warehouse.settings import SettingsError
from warehouse.tables import Table, sql_tables

_FOLDER = Path(__file__).with_suffix("")
_EACH = "measure"  # the key of a table that has a line for each measure
_FILES = """
select d.delivery_id, coalesce(s.name, d.folder) as school, d.path, v.received_on
from raw.deliveries as d
join staged.deliveries as v on v.delivery_id = d.delivery_id
left join ref.schools as s on s.school_id = d.folder
"""
_QUERY = re.compile(r"\{([a-z_/]+)\}")
_MEASURED = "select 'Pupils ' || label || ', ' || \"of\" from ref.measures where measure = ?"
_BUILT_ON = "select as_of from ops.builds where cycle = ? and table_name = ?"


@dataclass(frozen=True, slots=True)
class Explained:
    """A mart that can be explained: its `query`, the `measures` (the main one first) and the `denominator`, the column
    that they are a part of, where there is one; the measures `apart` are none."""

    mart: Table
    query: str
    measures: tuple[str, ...]
    denominator: str | None
    apart: tuple[str, ...]

    def denominator_of(self, measure: str) -> str | None:
        """The column that a measure is a part of; None where it is a part of none."""
        return None if measure in (self.denominator, *self.apart) else self.denominator


@dataclass(frozen=True)
class Explanation:
    """A figure and its pupils.

    `table` is as asked for, mart or release, `figure` always the mart's. `hidden` is the cell's status in release where
    leaders don't see it. `named` has a line for each row of a file that says why a pupil is in the figure: pupil_id,
    school_id, forename, surname, form, upn, counted_because, cohort_delivery_id, cohort_sheet, cohort_line, says,
    delivery_id, sheet, line, rules (codes), sent, counted_as, recorded_on, verified_by. `files` has delivery_id,
    school, path, received_on of every file it names.
    """

    table: str
    keys: Mapping[str, str]
    measure: str
    meaning: str
    figure: int
    denominator: int | None
    hidden: str | None
    cohort_rule: str | None
    as_of: date | None
    named: pl.DataFrame
    files: pl.DataFrame

    @property
    def found(self) -> int:
        """How many pupils were found; anything but the figure is a fault of ours."""
        return self.named["pupil_id"].n_unique()


@cache
def explained() -> dict[str, Explained]:
    """What can be explained, by table: every mart of `tables.csv`, and the same in release where there is one."""
    tables = sql_tables()
    found: dict[str, Explained] = {}
    for mart, query, measures, denominator, apart in read_list("tables").iter_rows():
        sql = _query(query)
        for name in (mart, _released(mart)):
            if name in tables:
                there = tuple(measure for measure in measures.split("|") if measure in tables[name].column_names)
                found[name] = Explained(tables[mart], sql, there, denominator, tuple((apart or "").split("|")))
    return found


@cache
def read_list(name: str) -> pl.DataFrame:
    """`explanations/<name>.csv` with every column as text and an empty cell as null."""
    return pl.read_csv(_FOLDER / f"{name}.csv", infer_schema=False)


@cache
def _query(name: str) -> str:
    """`explanations/<name>.sql`, with the queries that it stands on in brackets in their places."""
    text = (_FOLDER / f"{name}.sql").read_text("utf-8")
    return _QUERY.sub(lambda found: f"(\n{_query(found[1])})", text)


@cache
def _named_query() -> str:
    return (_FOLDER / "named.sql").read_text("utf-8")


def explain(database: Database, table: str, typed: Mapping[str, str], measure: str | None, day: date) -> Explanation:
    """The figure of one line of a table and its pupils.

    `typed` are the line's keys, `measure` a column (None: the main one), `day` the day whose knowledge counts. In a
    table with a line for each measure `measure` may name that too. Raises SettingsError where there is no such figure.
    """
    what = explained()[chosen("table", table, list(explained()))]
    if measure and measure not in what.measures and _EACH in what.mart.grain and _EACH not in typed:
        typed, measure = {**typed, _EACH: measure}, None
    measure = chosen(f"measure of {table}", measure, what.measures) if measure else what.measures[0]
    if not all(database.exists(name) for name in (what.mart.name, "ops.builds")):
        raise SettingsError(f"{table} has not been built yet. Run: destinations run")
    keys = complete_keys(database, what.mart, typed)
    line = _line(database, what.mart.name, keys)
    if not line:
        raise SettingsError(f"{what.mart.name} has no line for {in_words(keys)}.")
    meaning = _meaning(database, what.mart, keys, measure)
    if line[measure] is None:
        others = ", ".join(other for other in what.measures if line[other] is not None)
        raise SettingsError(
            f"There is no {measure} for {in_words(keys)}: {meaning}. "
            + (f"With --measure there is: {others}." if others else "Nothing of this line can be told yet.")
        )
    whole = what.denominator_of(measure)
    database.set_variables(keys["cycle"], day)
    named = pupils_of(database, what, keys, measure)
    return Explanation(
        table=table,
        keys=keys,
        measure=measure,
        meaning=meaning,
        figure=line[measure],
        denominator=line[whole] if whole else None,
        hidden=_hidden(database, _released(what.mart.name), keys, measure),
        cohort_rule=database.value("select sentence from ref.cohort_rules where year_group = ?", [keys["year_group"]]),
        as_of=database.value(_BUILT_ON, [keys["cycle"], what.mart.name]),
        named=named,
        files=_files(database, named),
    )


def pupils_of(database: Database, what: Explained, keys: Mapping[str, str], measure: str) -> pl.DataFrame:
    """The lines of `Explanation.named`. The cycle has been set."""
    cell = f"list_contains(measures, ?) and {condition(keys)}"
    database.execute(
        f"create or replace temp table found as select * from ({what.query}) where {cell}", [measure, *keys.values()]
    )
    says = read_list("says").select("says", pl.col("position").cast(pl.Int32), is_claim=pl.col("is_claim") == "yes")
    database.connection.register("says", says.to_arrow())
    try:
        return database.query(_named_query())
    finally:
        database.connection.unregister("says")
        database.execute("drop table found")


def _meaning(database: Database, mart: Table, keys: Mapping[str, str], measure: str) -> str:
    """What a figure counts, in words."""
    if _EACH in keys:
        return str(database.value(_MEASURED, [keys[_EACH]]))
    return next(column.description for column in mart.columns if column.name == measure)


def _released(mart: str) -> str:
    return mart.replace("mart.", "release.", 1)


def _line(database: Database, table: str, keys: Mapping[str, str]) -> dict[str, Any]:
    rows = database.query(f"from {table} where {condition(keys)}", list(keys.values()))
    return rows.row(0, named=True) if rows.height else {}


def _hidden(database: Database, release: str, keys: Mapping[str, str], measure: str) -> str | None:
    """The status of the cell where leaders don't see its number; None where they do, or where the table isn't for
    them."""
    if release not in sql_tables() or not database.exists(release):
        return None
    line = _line(database, release, keys)
    return str(line["status"]) if measure in line and line[measure] is None else None


def _files(database: Database, named: pl.DataFrame) -> pl.DataFrame:
    """The files that the lines name, in the order in which they came."""
    wanted = pl.concat([named["delivery_id"], named["cohort_delivery_id"]]).drop_nulls().unique().to_list()
    return database.query(f"{_FILES} where list_contains(?, d.delivery_id) order by d.delivery_number", [wanted])
