"""Dates that are written month first are asked about column by column; a slip among good dates is not this."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from intake_samples import FOLDER, TITLES, one_sheet, read, rules, the

from intake.dates import is_month_first
from intake.extract import read_extract


def born(*dates: str) -> list[tuple[str, ...]]:
    return [TITLES, *((f"A{n}", "Young", "Ada", day, "Sixth form", "") for n, day in enumerate(dates))]


@pytest.mark.parametrize(
    ("dates", "asked"),
    [
        (["02/25/2010"], True),
        (["2/25/2010", "3/31/2010"], True),
        (["02/25/2010", "03/04/2010"], False),
        (["02/25/2010", "03/31/2010", "01/02/2010", "05/06/2010"], True),
        (["02-25-2010", "03-31-2010 00:00:00", "01/02/2010", "25/02/2010"], True),
        (["02/25/2010", "01/02/2010", "05/06/2010"], False),
        (["02/25/2010", "03/31/2010", "25/02/2010", "31/03/2010"], False),
        (["02/25/2010", "03/31/2010", *["25/02/2010"] * 90], False),
        (["25/02/2010", "31/03/2010"], False),
        (["2010-02-25", "25 Feb 2010", "40234", "13/25/2010", "", None], False),
        ([], False),
    ],
)
def test_a_column_is_month_first_where_most_dates_can_be_nothing_else(dates: Sequence[str | None], asked: bool) -> None:
    assert is_month_first(dates) is asked


def test_a_csv_is_held_as_a_whole_and_told_how_to_change_the_column() -> None:
    finding = the(read(born("02/25/2010", "03/31/2010", "01/02/2010")), "american_dates")
    assert (finding.severity, finding.sheet, finding.line, finding.column) == ("blocking", None, None, "date_of_birth")
    assert "column D" in finding.message and "month first" in finding.message
    assert ".xlsx" in finding.repair and "United Kingdom" in finding.repair


def test_a_sheet_of_a_workbook_is_named() -> None:
    extract = read_extract(one_sheet(born("02/25/2010", "03/31/2010"), "Y11"), FOLDER + "a.xlsx")
    assert the(extract, "american_dates").sheet == "Y11"


def test_each_column_is_asked_about_by_itself_and_texts_that_are_no_dates_are_not() -> None:
    titles = (*TITLES, "Start date", "Notes")
    rows = [
        ("A", "Young", "Ada", "25/02/2010", "Sixth form", "", f"09/{day}/2026", f"09/{day}/2026") for day in (14, 21)
    ]
    finding = the(read([titles, *rows]), "american_dates")
    assert finding.column == "start_date"


def test_good_dates_with_one_slip_are_left_to_the_checks_of_rows() -> None:
    assert rules(read(born("25/02/2010", "02/25/2010", "31/03/2010", "01/02/2010"))) == set()
