"""Dates as far as reading needs them: columns that are written month first, as American settings do, and the day of an
event that says which year a row belongs to.

The whole column is asked about, since the days up to the twelfth can't be told apart. A few mistyped dates among good
ones are not this; they are found cell by cell when the rows are checked, which is also where dates are typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from domain.columns import COLUMNS
from domain.findings import Finding
from intake.body import Body
from intake.findings import found

_SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?:[ T,].*)?")
# so few dates are judged all together, more by their majority
_FEW = 3


def month_first(body: Body, sheet: str | None) -> Iterator[Finding]:
    """One finding for each column of dates that is written month first. `sheet` None blames the whole file."""
    for title in body.layout.titles:
        if title.column and COLUMNS[title.column].type == "date" and is_month_first(body.column(title.position)):
            yield found("american_dates", sheet=sheet, column=title.column, letter=title.letter, title=title.name)


def is_month_first(cells: Sequence[str | None]) -> bool:
    """Whether more of these dates can only be mm/dd/yyyy than can only be dd/mm/yyyy, and at least two, or all."""
    pairs = [(int(found_[1]), int(found_[2])) for cell in cells if cell and (found_ := _SLASHED.fullmatch(cell))]
    months_first = sum(first <= 12 < second for first, second in pairs)
    days_first = sum(second <= 12 < first for first, second in pairs)
    if 2 * len(pairs) < sum(bool(cell and cell.strip()) for cell in cells):
        return False
    if len(pairs) < _FEW:
        return bool(pairs) and months_first == len(pairs)
    return months_first > max(days_first, 1)


# How lists of events write a day: what is read here is read by staged.rows in the same way.
_FORMATS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%d-%m-%Y",
    "%Y/%m/%d",
)  # fmt: skip
_CLOCK = re.compile(r"[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?$")
_DAY_NUMBER = re.compile(r"[2-5]\d{4}(?:\.\d+)?")
_EXCEL_STARTS = date(1899, 12, 30)


@lru_cache(maxsize=4096)
def read_day(cell: str | None) -> date | None:
    """The day that a cell says; None where it says none."""
    text = _CLOCK.sub("", (cell or "").strip())
    if _DAY_NUMBER.fullmatch(text):
        return _EXCEL_STARTS + timedelta(int(float(text)))
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
