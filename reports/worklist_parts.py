"""What a worklist is made of, as its workbook and its page are: sheets of pupils, places left, and how their values are
written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.worklist_columns import WORKLISTS, WorklistColumn, WorklistWords, worklist_columns
from reports.numbers import long_date, plural

SECRET = "Restricted: this list names pupils. Not for onward sharing."
# how what is said of a guidance conversation begins where it has been held
HELD = "Held"
# the country's code, and the zero that is dialled only without it
_BRITISH = re.compile(r"^\+44\s*(?:\(0\)\s*)?")


@dataclass(frozen=True, slots=True)
class PlacesLeft:
    """Places that a sixth form of the network still has, on a course, as told on a day."""

    school: str
    course: str | None
    places: int
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class WorklistSheet:
    """The pupils of one year group, asked at one stage (`intended`, `final`). A row's keys are the names of
    `worklist_columns`; `caller` fills the column of who calls, `group` is its heading on the page. Values are texts,
    dates or None."""

    year_group: int
    stage: str
    rows: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list of one school: `name` of `WORKLISTS`, `cycle` as 2025-26, `as_of` the day whose knowledge it holds,
    `until_on` the day by which it should be done. `places` only on the results day board."""

    name: str
    school: str
    school_id: str
    cycle: str
    as_of: date
    until_on: date | None
    sheets: tuple[WorklistSheet, ...]
    places: tuple[PlacesLeft, ...] = ()

    @property
    def words(self) -> WorklistWords:
        return WORKLISTS[self.name]

    @property
    def title(self) -> str:
        return f"{self.school}: {self.words.label.lower()}, {self.cycle}"

    @property
    def filled(self) -> tuple[WorklistSheet, ...]:
        """The sheets that name somebody."""
        return tuple(sheet for sheet in self.sheets if sheet.rows)

    @property
    def pupils(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)

    @property
    def folder(self) -> str:
        """Where it belongs, under the inbox: with one collection on it, in that collection's folder."""
        collections = {(sheet.year_group, sheet.stage) for sheet in self.filled}
        if len(collections) == 1:
            ((year_group, stage),) = collections
            return f"{self.school_id}/{self.cycle}/Y{year_group}-{stage}/"
        return f"{self.school_id}/{self.cycle}/"

    @property
    def due(self) -> str:
        """`Please have called everybody by 1 October 2026: 17 days left.`; empty without a day."""
        if self.until_on is None:
            return ""
        return f"{self.words.due} by {long_date(self.until_on)}: {days_left(self.as_of, self.until_on)}."


def days_left(as_of: date, until_on: date) -> str:
    """`17 days left`, `today is the last day`, `3 days ago`"""
    days = (until_on - as_of).days
    if days == 0:
        return "today is the last day"
    return f"{plural(days, 'day')} left" if days > 0 else f"that was {plural(-days, 'day')} ago"


def text_of(value: object) -> str:
    """A row's value as a cell says it."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value)


def cell_of(row: Mapping[str, object], column: str) -> str:
    """What a row says in a column; an answer that nobody has given is empty. Telephone numbers stand as one dials them
    in Britain: a cell must not begin with a plus."""
    text = text_of(row.get("caller") if column == "contacted_by" else row.get(column))
    return _BRITISH.sub("0", text.strip()).replace("+", "00") if column.endswith("_phone") else text


def shown_columns(worklist: str, sheet: WorklistSheet) -> tuple[WorklistColumn, ...]:
    """The columns of a sheet: ways to reach somebody only where a row has them, the school's own number only where
    somebody has no UPN."""

    def is_shown(column: WorklistColumn) -> bool:
        if column.name == "mis_id":
            return not all(row.get("upn") for row in sheet.rows)
        return column.role != "contact" or any(cell_of(row, column.name) for row in sheet.rows)

    return tuple(filter(is_shown, worklist_columns(worklist, sheet.year_group)))
