"""What differs between two states of the published cells: each changed cell, in words, with what caused it. Erratum,
`destinations diff` and "what changed since the last edition" are this one thing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.builds import code_hash
from assets.editions_causes import Moment, causes
from assets.editions_cells import KEYS, released_cells
from assets.editions_log import FINAL, Edition, cells_of, editions, last_edition
from reports.numbers import HIDDEN, NOT_AVAILABLE, thousands
from warehouse.database import Database
from warehouse.events import Event
from warehouse.home import Home

ABSENT = "absent"
_CELL = ["cycle", *KEYS, "column"]
_COLUMNS = (
    "table", "cycle", "school_id", "school", "year_group", "stage", "breakdown_topic", "breakdown", "item", "column",
    "what", "before", "after", "before_status", "after_status", "before_text", "after_text", "cause", "is_exact",
)  # fmt: skip
_COUNTED = {
    "cohort": "cohort", "known": "destination known", "confirmed": "confirmed", "undecided": "undecided",
    "unknown": "not known", "schools": "schools counted", "stale": "not looked at for long", "late": "lists late",
    "attempts_on_unknown": "attempts to reach those not known", "rows": "rows", "held_rows": "rows held",
    "corrected": "rows corrected", "looked_at": "looked for half a year later", "still_there": "still there",
}  # fmt: skip
_LABELS = """
select destination_category as code, label from ref.destination_categories
union all select participation, label from ref.participations
"""
_PARTS = "select breakdown_topic, breakdown, label as part from ref.breakdowns"


@dataclass(frozen=True)
class State:
    """The published cells of a cycle as they were: `name` is what a person calls it, such as final-1 or now."""

    name: str
    cells: pl.DataFrame
    moment: Moment


@dataclass(frozen=True)
class Changes:
    """What changed since an edition (`since` empty: there is none). `frame` has a line for each changed cell: table,
    keys, column, `what` and `school` in words, before and after (null: not shown) with their status and as a page shows
    them, `cause`, `is_exact`; the network first."""

    since: str
    since_on: date | None
    frame: pl.DataFrame


def changed_cells(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """The cells that the two show differently. A hidden number is the same as any other hidden one; tables that only
    one of them has are not compared."""
    common = set(one["table_name"].unique()) & set(other["table_name"].unique())
    sides = [
        cells.filter(pl.col("table_name").is_in(sorted(common))).select(
            *_CELL, pl.col("pupils").alias(name), pl.col("status").alias(f"{name}_status")
        )
        for cells, name in ((one, "before"), (other, "after"))
    ]
    both = sides[0].join(sides[1], on=_CELL, how="full", coalesce=True)
    statuses = [pl.col(f"{name}_status").fill_null(ABSENT) for name in ("before", "after")]
    return both.with_columns(statuses).filter(
        pl.col("before").ne_missing(pl.col("after"))
        | ((pl.col("before_status") != pl.col("after_status")) & pl.any_horizontal(_shown("before"), _shown("after")))
    )


def _shown(side: str) -> pl.Expr:
    return pl.col(f"{side}_status").is_in(["published", "suppressed"])


def edition_state(home: Home, edition: Edition) -> State:
    """An edition, as it left."""
    return State(edition.name, cells_of(home, edition), Moment(edition.newest_event, edition.as_of, edition.rules))


def present_state(database: Database, home: Home, events: Sequence[Event], cycle: str, day: date, name: str) -> State:
    """What the warehouse's release holds of a cycle."""
    newest = events[-1].number if events else 0
    return State(name, released_cells(database, cycle), Moment(newest, day, rules_id(home)))


def rules_id(home: Home) -> str:
    """What decides a number beside what was sent: the rules, the network's settings and lists."""
    return hashlib.sha256(f"{code_hash()}{home.reference_hash()}".encode()).hexdigest()[:16]


def compare(database: Database, events: Sequence[Event], cycle: str, one: State, other: State) -> pl.DataFrame:
    """The changed cells between two states, in words and with their causes: the columns of `Changes.frame`. The
    database is the home's newest: it knows every delivery."""
    changed = changed_cells(one.cells, other.cells)
    told = causes(database, events, cycle, changed, one.moment, other.moment)
    return _in_words(database, told)


def changes_since(
    database: Database, home: Home, events: Sequence[Event], cycle: str, day: date, kind: str | None = None
) -> Changes:
    """What the warehouse shows otherwise than the cycle's newest edition (of a kind; where None the newest final one,
    else the newest draft)."""
    found = editions(events, cycle)
    last = last_edition(found, kind or FINAL) or (found[-1] if found and kind is None else None)
    if last is None:
        return Changes("", None, no_changes())
    now = present_state(database, home, events, cycle, day, "now")
    return Changes(last.name, last.published_on, compare(database, events, cycle, edition_state(home, last), now))


def no_changes() -> pl.DataFrame:
    """The columns of `Changes.frame` without a line."""
    numbers = {"year_group": pl.Int64, "before": pl.Int64, "after": pl.Int64, "is_exact": pl.Boolean}
    return pl.DataFrame(schema={name: numbers.get(name, pl.String) for name in _COLUMNS})


def _in_words(database: Database, changed: pl.DataFrame) -> pl.DataFrame:
    labels = dict(database.query(_LABELS).iter_rows())
    if database.exists("ref.measures"):
        labels |= dict(database.query("select measure, label from ref.measures").iter_rows())
    labels |= dict(database.query("select provider_id, name from ref.providers").iter_rows())
    schools = dict(database.query("select school_id, name from ref.schools").iter_rows())
    parts = {(topic, part): label for topic, part, label in database.query(_PARTS).iter_rows()}
    lines = changed.rename({"table_name": "table"})
    words = [_what(row, labels, parts) for row in lines.iter_rows(named=True)]
    return (
        lines.with_columns(
            pl.Series("what", words, pl.String),
            pl.col("year_group").cast(pl.Int64),
            school=pl.col("school_id").replace(schools).replace("", "The network"),
            before_text=_text("before"),
            after_text=_text("after"),
        )
        .select(_COLUMNS)
        .sort("school_id", "year_group", "table", "stage", "breakdown_topic", "breakdown", "item", "column")
    )


def _what(row: dict[str, object], labels: dict[str, str], parts: dict[tuple[object, object], str]) -> str:
    """`Year 11, final, further education: disadvantaged`"""
    items = [labels.get(item, item) for item in str(row["item"]).split("#")[0].split(">")]
    if row["column"] == row["item"] or str(row["item"]).endswith(f"#{row['column']}"):
        counted = _COUNTED.get(str(row["column"]), str(row["column"]))
        items = [counted] if row["column"] == row["item"] else [f"{items[0]}: {counted}"]
    words = [f"Year {row['year_group']}", str(row["stage"]), " to ".join(items)]
    if row["breakdown_topic"] not in ("", "total"):
        fallback = str(row["breakdown"]).replace("_", " ").replace("+", ", ")
        words.append(parts.get((row["breakdown_topic"], row["breakdown"]), fallback))
    return ", ".join(word for word in words if word)


def _text(side: str) -> pl.Expr:
    symbol = pl.when(pl.col(f"{side}_status") == "suppressed").then(pl.lit(HIDDEN)).otherwise(pl.lit(NOT_AVAILABLE))
    number = pl.col(side).map_elements(thousands, return_dtype=pl.String)
    return number.fill_null(symbol)
