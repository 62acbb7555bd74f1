"""The named list behind a figure, as a workbook: each pupil, the row of a file that says so, and the rule that decided.

It is for whoever may see these pupils' names and for nobody else, and says so. How the pupils are found is not decided
here.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date

from xlsxwriter.worksheet import Worksheet

from reports.numbers import long_date, plural
from reports.workbooks import Book, height

__all__ = ["NamedList", "NamedRow", "render_named_list"]

RESTRICTED = "Restricted: this list names pupils. Not for onward sharing."
_SHEET = "Pupils"
# title and width in letters of each field of a NamedRow, in their order
_TITLES = (
    ("Forename", 14), ("Surname", 16), ("Form", 8), ("UPN", 16),
    ("In the cohort because", 26), ("File", 36), ("Sheet", 12), ("Row", 6),
    ("What the next row says", 20), ("As sent", 30), ("As counted", 30), ("Recorded on", 13), ("Verified by", 15),
    ("File", 36), ("Sheet", 12), ("Row", 6), ("It counts because", 50),
)  # fmt: skip
_FROZEN_COLUMNS = 2  # the name stays in sight


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A pupil and one row that says why they are in the figure. `cohort_row` and `row` are as Excel shows them; a
    `file` is its path under the inbox, None where nobody said anything."""

    forename: str | None
    surname: str | None
    form: str | None
    upn: str | None
    counted_because: str | None
    cohort_file: str | None
    cohort_sheet: str | None
    cohort_row: int | None
    says: str
    sent: str | None
    counted_as: str | None
    recorded_on: date | None
    verified_by: str | None
    file: str | None
    sheet: str | None
    row: int | None
    because: str


@dataclass(frozen=True, slots=True)
class NamedList:
    """A figure in words (`figure`), the `keys` of its line in words, the number of pupils in it, the cohort's rule, the
    day whose knowledge it holds, and its rows: one or more for each pupil."""

    figure: str
    keys: str
    pupils: int
    cohort_rule: str | None
    as_of: date | None
    rows: tuple[NamedRow, ...]


def render_named_list(named: NamedList) -> bytes:
    """The workbook as .xlsx, the same bytes for the same input."""
    book = Book("Pupils behind a figure")
    sheet = book.sheet(_SHEET)
    first = _write_head(book, sheet, named)
    widths = [width for _, width in _TITLES]
    for column, (title, width) in enumerate(_TITLES):
        sheet.set_column(column, column, width, book.style())
        book.write(sheet, first, column, title, "title")
    for line, row in enumerate(named.rows, first + 1):
        texts = [_text(value) for value in astuple(row)]
        for column, text in enumerate(texts):
            book.write(sheet, line, column, text, "wrapped", "boxed")
        sheet.set_row(line, height(texts, widths))
    sheet.freeze_panes(first + 1, _FROZEN_COLUMNS)
    sheet.repeat_rows(first)
    if named.rows:
        sheet.autofilter(first, 0, first + len(named.rows), len(_TITLES) - 1)
    # no green corners at identifiers, which are text on purpose
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return book.finish()


def _write_head(book: Book, sheet: Worksheet, named: NamedList) -> int:
    """What stands above the list; the row, from 0, of its titles."""
    head = [(RESTRICTED, "blocking"), (named.figure, "headline"), (named.keys, "lead")]
    head += [(text, "text") for text in (named.cohort_rule, _known(named.as_of)) if text]
    head.append((f"{plural(named.pupils, 'pupil')}, each with a line for every thing that a file says.", "text"))
    for line, (text, style) in enumerate(head):
        book.write(sheet, line, 0, text, style)
        if style == "headline":
            sheet.set_row(line, 30)
    return len(head) + 1


def _known(as_of: date | None) -> str:
    return f"As known on {long_date(as_of)}." if as_of else ""


def _text(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
