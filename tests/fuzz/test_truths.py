"""The truths have teeth: an answer that breaks one of them is caught."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from intake.extract import Extract, read_extract
from tests.fuzz.mutants import FORMATS
from tests.fuzz.seeds import MARKER, seeds
from tests.fuzz.truths import faults

PATH = "hollins/2025-26/Y11-final/leavers.csv"


def told(extract: Extract) -> Extract:
    finding = replace(extract.findings[0], repair=f"Ask {MARKER.upper()} about it.")
    return replace(extract, findings=(finding, *extract.findings))


def with_rows(change: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[[Extract], Extract]:
    return lambda extract: replace(extract, rows=change(extract.rows))


LIES: dict[str, Callable[[Extract], Extract]] = {
    "a value is invented": with_rows(lambda rows: rows.with_columns(surname=pl.lit("Nobody"))),
    "a letter is changed": with_rows(lambda rows: rows.with_columns(surname=pl.col("surname").str.replace("q", "p"))),
    "a row is lost": with_rows(lambda rows: rows[1:]),
    "a row stands there twice": with_rows(lambda rows: pl.concat([rows, rows[:1]])),
    "a part is missing": with_rows(lambda rows: rows.with_columns(part=pl.lit(2, pl.Int32))),
    "the titles are a row": with_rows(lambda rows: rows.with_columns(line=pl.col("line") - 1)),
    "a dropped row is not counted": lambda extract: replace(extract, dropped=extract.dropped[1:]),
    "a finding tells a cell": told,
    "a finding names a sheet that isn't there": lambda extract: replace(
        extract, findings=(replace(extract.findings[0], sheet="Nowhere"),)
    ),
    "nothing is read and nothing said": lambda extract: replace(extract, format="unreadable", findings=()),
}


def honest() -> tuple[bytes, Extract]:
    titles, *rows = seeds("csv")[0].decode().splitlines(keepends=True)
    data = "".join([titles, "\r\n", *rows, '"Smith, no more"\r\n']).encode()
    return data, read_extract(data, PATH)


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_caught(lie: str) -> None:
    data, extract = honest()
    assert extract.findings and extract.dropped.height and not list(faults(data, extract))
    assert list(faults(data, LIES[lie](extract)))


@pytest.mark.parametrize("form", FORMATS)
def test_an_invented_value_is_caught_in_every_format(form: str) -> None:
    data = seeds(form)[0]
    extract = read_extract(data, PATH)
    assert not list(faults(data, extract))
    for invented in ("Nobody", "31 February", "123456789.5"):
        lie = replace(extract, rows=extract.rows.with_columns(surname=pl.lit(invented)))
        assert any("invented" in fault for fault in faults(data, lie))


@pytest.mark.parametrize("form", [*FORMATS, "xls", "xml"])
def test_every_undamaged_file_is_read_and_holds_all_truths(form: str) -> None:
    for data in seeds(form):
        extract = read_extract(data, PATH)
        assert extract.rows.height
        assert not list(faults(data, extract))
