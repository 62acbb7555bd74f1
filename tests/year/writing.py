"""Drops as bytes: three ways to head a column, four ways to save a file. Knows no pupil's story."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import xlsxwriter

from domain.destination_types import destination_types
from tests.year.ledger import Drop, Row, Value

_ROLL = (
    "upn", "former_upn", "uln", "mis_id", "surname", "forename", "date_of_birth", "year_group", "sex", "ethnicity", "first_language",
    "sen_provision", "disadvantaged", "looked_after", "prior_attainment", "home_la", "enrolment_status", "entry_date", "leaving_date",
    "leaving_reason",
)  # fmt: skip
_DESTINATIONS = (
    "upn", "former_upn", "uln", "mis_id", "surname", "forename", "date_of_birth", "year_group", "destination_type", "destination_provider",
    "destination_provider_id", "apprenticeship_level", "offer_status", "recorded_on", "verified_on", "verified_by", "review_on",
    "predicted_end_on", "leaving_date", "leaving_reason", "change_reason", "fit",
)  # fmt: skip
_ALWAYS = {"upn", "surname", "forename", "date_of_birth", "destination_type"}
_OFFICE = {
    "upn": "UPN", "uln": "Unique Learner Number", "mis_id": "Adno", "surname": "Surname", "forename": "Forename", "date_of_birth": "DOB",
    "year_group": "Year taught in", "sex": "Gender", "sen_provision": "SEN Status", "disadvantaged": "Pupil Premium Indicator",
    "enrolment_status": "Enrolment Status", "entry_date": "Date of Admission", "leaving_date": "Date of Leaving", "destination_type": "Destination",
    "destination_provider": "Destination Provider", "recorded_on": "Date Recorded", "verified_on": "Date Verified", "verified_by": "Verified By",
    "home_la": "Home LA", "looked_after": "In Care",
}  # fmt: skip
_CAREERS = {
    "upn": "Unique pupil number", "uln": "ULN", "mis_id": "Student ID", "surname": "Last name", "forename": "First name", "date_of_birth": "Date of birth",
    "year_group": "Year", "sex": "Sex", "sen_provision": "SEND", "disadvantaged": "Pupil premium", "destination_type": "Where next",
    "destination_provider": "School or college", "recorded_on": "Recorded", "verified_by": "Confirmed by", "verified_on": "Confirmed on",
    "home_la": "Home authority",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Style:
    """Headers, the way dates are written, encoding, delimiter; `labels`: whether a destination is written as its
    label."""

    headers: dict[str, str]
    dates: str
    encoding: str = "utf-8"
    delimiter: str = ","
    labels: bool = False


_STYLES = {
    "plain": _Style({}, "%Y-%m-%d"),
    "office": _Style(_OFFICE, "%d/%m/%Y", "cp1252"),
    "careers": _Style(_CAREERS, "%d/%m/%Y", "utf-8-sig", labels=True),
    "workbook": _Style(_CAREERS, "%d/%m/%Y", labels=True),
    "tabs": _Style(_OFFICE, "%d/%m/%Y", "utf-8", "\t"),
}


@cache
def _labels() -> dict[str, str]:
    return dict(destination_types().select("code", "label").iter_rows())


def table(drop: Drop) -> tuple[list[str], list[list[Value]]]:
    """Headers and cells: columns that nobody fills are left out, but for the ones every such file has."""
    style = _STYLES[drop.style]
    columns = _ROLL if drop.kind == "roll" else _DESTINATIONS
    filled = {name for row in drop.rows for name in (*row.values, *row.written)} | _ALWAYS
    if drop.kind == "roll" or drop.writes_year_group is not None:
        filled.add("year_group")
    if drop.kind == "roll":
        filled.discard("destination_type")
    used = [name for name in columns if name in filled]
    headers = [style.headers.get(name, name) for name in used]
    return headers, [[_cell(drop, row, name, style) for name in used] for row in drop.rows]


def _cell(drop: Drop, row: Row, name: str, style: _Style) -> Value:
    if name in row.written:
        return row.written[name]
    if name == "year_group":
        return str(row.year_group + (drop.writes_year_group or 0))
    value = row.values.get(name, "")
    return _labels()[str(value)] if name == "destination_type" and value and style.labels else value


def content(drop: Drop) -> bytes:
    """The bytes of a drop; the same drop always gives the same ones."""
    style = _STYLES[drop.style]
    headers, rows = table(drop)
    if drop.style == "workbook":
        return _workbook(headers, rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=style.delimiter, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([c.strftime(style.dates) if isinstance(c, date) else c for c in row] for row in rows)
    return out.getvalue().encode(style.encoding)


def _workbook(headers: list[str], rows: list[list[Value]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": datetime(2020, 1, 1), "author": ""})
        day, page = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_worksheet("List")
        page.write_row(0, 0, headers)
        for line, row in enumerate(rows, 1):
            for position, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(line, position, datetime(cell.year, cell.month, cell.day), day)
                elif cell:
                    page.write_string(line, position, cell)
    return out.getvalue()


class Written:
    """The bytes of drops, each written once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Drop, bytes]] = {}

    def __call__(self, drop: Drop) -> bytes:
        if id(drop) not in self._known:
            self._known[id(drop)] = drop, content(drop)
        return self._known[id(drop)][1]
