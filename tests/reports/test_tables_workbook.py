"""The workbook of a page holds every table of it, hides what the page hides, and is the same twice."""

from __future__ import annotations

import io

import polars as pl
import pytest
from html_page import Page
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from report_sample import SCHOOL, context, frames, schools, tables
from test_report_secrecy import MARK, marked

from reports.frames import ReportFrames
from reports.network import network_page
from reports.school import school_page
from reports.tables_workbook import tables_workbook


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(tables_workbook(school_page(frames(), context(), SCHOOL))))


def test_every_table_of_the_page_has_its_sheet(book: Workbook, school: Page) -> None:
    captions = {sheet["A1"].value for sheet in book.worksheets}
    on_page = {" ".join(element.text.split()) for element in school.all("caption")}
    assert on_page <= captions
    assert book.sheetnames[0] == "About"


def test_a_count_is_a_number_and_a_share_a_percentage(book: Workbook, school: Page) -> None:
    sheet = book["Rates 11 eet"]
    row = next(row for row in sheet.iter_rows(min_row=5) if row[0].value == "Westmoor Academy")
    pupils, share = school.table("table-rates-11-eet")["Westmoor Academy"]["Pupils"].split()
    assert (row[2].value, row[2].number_format) == (int(pupils), "#,##0")
    assert (round(100 * row[3].value), row[3].number_format) == (int(share.strip("%")), "0%")


def test_a_hidden_number_is_nowhere_in_the_workbook_even_where_the_caller_left_it_in() -> None:
    found = load_workbook(io.BytesIO(tables_workbook(network_page(marked(), context()))))
    values = {str(cell.value) for sheet in found.worksheets for row in sheet.iter_rows() for cell in row}
    assert not [value for value in values if str(MARK) in value.replace(",", "")]
    assert "c" in values


def test_the_last_sheet_says_where_each_number_comes_from(book: Workbook) -> None:
    lines = list(book.worksheets[-2 if book.sheetnames[-1] == "Choices" else -1].iter_rows(min_row=2, values_only=True))
    ids = [str(line[4]) for line in lines]
    assert len(ids) > 300
    assert all("release." in id or id.startswith(("sum(ops.", "count_of(ops.", "ops.")) for id in ids)


def test_the_same_page_gives_the_same_bytes() -> None:
    one, other = (tables_workbook(school_page(frames(), context(), SCHOOL)) for _ in range(2))
    assert one == other


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    changed = dict(tables())
    changed["schools"] = schools().with_columns(pl.lit("=1+1").alias("name"))
    found = load_workbook(io.BytesIO(tables_workbook(network_page(ReportFrames(**changed), context()))))
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
