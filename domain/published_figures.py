"""What the Department for Education publishes about destinations, as values: figures that may be symbols, and the list
of figures for England that comes with the system. Files are read by `warehouse/published_files.py`.

A published figure is about *sustained* destinations, two or three years late: it is never the network's own measure,
and wherever it is shown its leavers' year and the word "sustained" stand beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import polars as pl

from domain.package_data import table
from domain.rounding import percent

ENGLAND = "E92000001"
BREAKDOWNS = ("total", "disadvantaged", "not_disadvantaged")
FIGURES: dict[str, type[pl.DataType]] = {
    "area_kind": pl.String, "area": pl.String, "year_group": pl.Int64, "measure": pl.String, "breakdown": pl.String,
    "leavers": pl.String, "publication": pl.String, "newest_leavers": pl.String, "pupils": pl.Int64,
    "cohort": pl.Int64, "share": pl.Float64, "value_status": pl.String, "symbol": pl.String, "source": pl.String,
}  # fmt: skip
GRAIN = ("area_kind", "area", "year_group", "measure", "breakdown", "leavers", "publication")
NOT_UNDERSTOOD = "not_understood"
_NUMBER = re.compile(r"-?[\d,]*\.?\d+")


class Figure(NamedTuple):
    """A published figure. `share` is None unless `value_status` is number; `symbol` is what was written where a number
    would be ("" where there are only numbers)."""

    pupils: int | None
    cohort: int | None
    share: float | None
    value_status: str
    symbol: str


@dataclass(frozen=True, slots=True)
class _Value:
    number: float | None
    value_status: str
    symbol: str


@cache
def _symbols() -> dict[str, str]:
    rows = table("published_symbols").select("symbol", "value_status").iter_rows()
    return {symbol.lower(): status for symbol, status in rows}


def figure(pupils: str | None, cohort: str | None, percentage: str | None) -> Figure:
    """A figure from its cells as published ("17", "SUPP", "8%", "8.4"; None where the table has no such column).

    The share is pupils / cohort where that rounds to the published percentage, else the percentage: some tables round
    their counts to five.
    """
    count, whole, rate = _value(pupils), _value(cohort), _value(percentage)
    n, of = _whole(count), _whole(whole)
    if of == 0:  # tables write 0 % there, which says nothing about a pupil
        return Figure(n, of, None, "not_applicable", (percentage or "").strip())
    share = None if rate.number is None else round(rate.number / 100, 6)
    if n is not None and of and (rate.number is None or _agrees(n, of, rate.number)):
        share = n / of
    if share is not None:
        return Figure(n, of, share, "number", rate.symbol or count.symbol)
    told = next((value for value in (rate, count, whole) if value.symbol), None)
    return Figure(n, of, None, told.value_status if told else "not_available", told.symbol if told else "")


def _value(text: str | None) -> _Value:
    cleaned = (text or "").strip()
    if not cleaned:
        return _Value(None, "not_available", "")
    if _NUMBER.fullmatch(cleaned.removesuffix("%")):
        return _Value(float(cleaned.removesuffix("%").replace(",", "")), "number", "")
    return _Value(None, _symbols().get(cleaned.lower(), NOT_UNDERSTOOD), cleaned)


def _whole(value: _Value) -> int | None:
    return None if value.number is None or value.number != int(value.number) else int(value.number)


def _agrees(pupils: int, cohort: int, published: float) -> bool:
    if not 0 <= pupils <= cohort:
        return False
    return any(float(percent(pupils, cohort, places) or 0) == published for places in (0, 1, 2))


def bundled() -> pl.DataFrame:
    """The figures for England that come with the system, as `FIGURES`."""
    listed = table("published_benchmarks").join(table("published_sources"), on="publication", maintain_order="left")
    rows = []
    for row in listed.iter_rows(named=True):
        found = figure(row["pupils"], row["cohort"], row["percent"])
        source = row["source"] if row["note"] is None else f"{row['source']} ({row['note']})"
        kept = {name: row[name] for name in ("measure", "breakdown", "leavers", "publication", "newest_leavers")}
        rows.append(
            kept
            | {"area_kind": "england", "area": ENGLAND, "year_group": int(row["year_group"]), "source": source}
            | found._asdict()
        )
    return pl.DataFrame(rows, schema=FIGURES)
