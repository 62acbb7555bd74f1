"""The corpus's own files: what was written can be read by others' libraries, cell by cell, where it is said to stand."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from domain.codes import code_aliases, coded_columns
from domain.column_list import spellings
from domain.destination_types import destination_types, resolve
from domain.identifiers import postcode_problem, uln_problem, upn_problem
from domain.text import key
from tests.corpus.blind import blind_kinds
from tests.corpus.build import build
from tests.corpus.clean import RECIPES, TRACKERS, Clean, clean
from tests.corpus.network import AS_OF, school
from tests.corpus.score import Found, Located, judge
from tests.corpus.table import Cell, Table, text_of
from tests.corpus.writers import FORMATS, write

DELIMITED = {
    "csv": ("utf-8", ","), "csv_bom": ("utf-8-sig", ","), "csv_cp1252": ("cp1252", ","), "csv_utf16": ("utf-16", "\t"),
    "csv_semicolon": ("utf-8-sig", ";"), "tsv": ("utf-8", "\t"),
}  # fmt: skip


def made(recipe: str) -> Clean:
    return clean(recipe, school(7, RECIPES[recipe].school), 700)


def titled(recipe: str = "y13_final_sims") -> Table:
    table = made(recipe).table
    table.above = [["Leavers"], []]
    return table


def excel(data: bytes, table: Table) -> dict[str, object]:
    sheet = load_workbook(io.BytesIO(data))[table.sheet]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}


def shown(value: object) -> Cell:
    return value.date() if isinstance(value, datetime) else value  # type: ignore[return-value]


@pytest.mark.parametrize("form", DELIMITED)
def test_a_cell_of_separated_text_stands_where_it_is_said_to(form: str) -> None:
    table = titled()
    written, (encoding, delimiter) = write(table, form), DELIMITED[form]
    rows = list(csv.reader(io.StringIO(written.data.decode(encoding), newline=""), delimiter=delimiter))
    for (row, column), place in written.places.items():
        if column >= 0:
            assert rows[place.line - 1][column] == text_of(table.rows[row][column], table.date_format)


@pytest.mark.parametrize("form", ["xlsx", "xlsx_text", "zip"])
def test_a_cell_of_a_workbook_stands_where_it_is_said_to(form: str) -> None:
    table = titled()
    written = write(table, form)
    data = written.data
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("export.xlsx")
    cells = excel(data, table)
    for (row, column), place in written.places.items():
        if column >= 0:
            sent = table.rows[row][column]
            wanted = (text_of(sent, table.date_format) or None) if form == "xlsx_text" else sent
            assert shown(cells.get(f"{place.letter}{place.line}")) == wanted


def test_a_cell_of_an_ods_stands_where_it_is_said_to() -> None:
    table = titled()
    written = write(table, "ods")
    with zipfile.ZipFile(io.BytesIO(written.data)) as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))
    rows = [list(row) for row in content.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row")]
    for (row, column), place in written.places.items():
        if column >= 0:
            sent = table.rows[row][column]
            text = "".join(rows[place.line - 1][column].itertext())
            assert text == text_of(sent, "%d/%m/%Y")


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_is_the_same_bytes_each_time(form: str) -> None:
    assert write(titled(), form).data == write(titled(), form).data


@pytest.mark.parametrize("recipe", [name for name in RECIPES if name not in TRACKERS])
def test_a_clean_file_uses_the_titles_and_words_of_the_contract(recipe: str) -> None:
    for table in (made(recipe).table, made(recipe).roll):
        for header, column in zip(table.headers, table.columns, strict=True):
            assert spellings().get(key(header)) == column, header
            told = [row[table.headers.index(header)] for row in table.rows]
            if column in coded_columns():
                known = set(code_aliases().filter(column_name=column)["alias_key"])
                assert {key(str(value)) for value in told if value is not None} <= known, header


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_clean_file_has_legal_types_dates_and_numbers(recipe: str) -> None:
    file = made(recipe)
    legal = set(destination_types().filter(year_group=file.recipe.year_group)["code"])
    for row in file.table.rows:
        told = dict(zip(file.table.columns, row, strict=True))
        assert upn_problem(str(told["upn"])) is None
        assert uln_problem(str(told.get("uln") or file.people[0].uln)) is None
        assert postcode_problem(str(told.get("postcode") or "BD1 2AB")) is None
        if "destination_type" in told:
            assert resolve(str(told["destination_type"])) in legal
        days = [told.get(column) for column in ("start_date", "recorded_on", "verified_on")]
        known = [day for day in days if isinstance(day, date)]
        assert known == sorted(known)
        assert all(day <= AS_OF for day in known)


def test_each_file_has_a_school_and_pupils_of_its_own(tmp_path: Path) -> None:
    files = build(tmp_path)
    assert len({file.school.school_id for file in files}) == len(files)
    assert all((tmp_path / "inbox" / file.path).is_file() for file in files)
    assert all((tmp_path / "inbox" / file.roll).is_file() for file in files if file.roll)
    assert {file.kind for file in files} == {*(each.name for each in blind_kinds()), "clean"}
    assert sum(file.kind != "clean" for file in files) >= 220
    assert all(bool(file.expected) is not file.harmless for file in files if file.kind not in OPEN)


# Nothing has to be found in a clean file; the other may be told about, need not be.
OPEN = {"clean", "changed_her_mind"}


def test_a_finding_is_judged_by_its_cell_its_severity_and_its_suggestion() -> None:
    wanted = Located("Export", 5, "upn", "blocking", None, frozenset({(5, "upn")}))
    assert judge([wanted], [Found("Export", 5, "upn", "blocking")]).hits == (wanted,)
    assert judge([wanted], [Found("Export", 5, "upn", "warning")]).differing
    elsewhere = judge([wanted], [Found("Export", 6, "upn", "blocking")])
    assert elsewhere.missed == (wanted,)
    assert elsewhere.unexpected == (Found("Export", 6, "upn", "blocking"),)
