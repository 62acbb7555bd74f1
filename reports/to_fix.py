"""The to-fix workbook that goes back to a school: its own sheets with the wrong cells marked, and a guide in front.

Corrected and dropped back, it is an extract like any other; the words of its guide are in `to_fix_guide.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from domain.findings import Severity
from domain.own_workbooks import SUGGESTED
from reports.sheet_names import sheet_names
from reports.to_fix_guide import write_guide
from reports.to_fix_parts import Doubt, Page, Place, ToFix, ToFixFinding, ToFixSheet, pages_of, worst_first
from reports.workbooks import Book, height

__all__ = ["Doubt", "ToFix", "ToFixFinding", "ToFixSheet", "render_to_fix"]

UNNAMED = "Your list"  # the sheet of a CSV file
_SPARE_ROWS = 40
_SUGGESTED_WIDTH = 18
_LOWEST_FROZEN = 10  # titles further down, frozen, would leave no room to scroll
_NOTE_LETTERS_A_LINE, _MOST_OF_A_NOTE = 46, 5000
_TABS = {Severity.BLOCKING: "#9b1c12", Severity.WARNING: "#e0a100"}
_ASKS = {Severity.BLOCKING: "Please correct: ", Severity.WARNING: "Please look: "}
_DATE = {
    "validate": "any",
    "input_title": "A date",
    "input_message": "Type it as dd/mm/yyyy, such as 31/08/2026.",
}


def render_to_fix(to_fix: ToFix) -> bytes:
    """The workbook as .xlsx, the same bytes for the same input."""
    book = Book(f"What to fix: {to_fix.path}")
    pages = pages_of(to_fix, sheet_names([sheet.name or UNNAMED for sheet in to_fix.sheets]))
    write_guide(book, to_fix, pages)
    for page in pages:
        _write_page(book, page)
    return book.finish()


def _write_page(book: Book, page: Page) -> None:
    sheet = book.sheet(page.name)
    for line, row in zip(page.sheet.lines, page.sheet.rows, strict=True):
        look = _look(page, line)
        for position, cell in enumerate(row, 1):
            if cell and (line, position) not in page.marks:
                book.write(sheet, line - 1, page.column(position), cell, *look)
    for place, findings in page.marks.items():
        _mark(book, sheet, page, place, findings)
    _write_suggestions(book, sheet, page)
    _lay_out(book, sheet, page)
    _help_typing(book, sheet, page)


def _look(page: Page, line: int) -> tuple[str, ...]:
    return ("title",) if line in page.sheet.header_lines else ()


def _mark(book: Book, sheet: Worksheet, page: Page, place: Place, findings: Sequence[ToFixFinding]) -> None:
    """Colour a cell and pin a note to it: nobody has to tell colours apart."""
    line, position = place
    column, note = page.column(position), _note(findings)
    worst = min((finding.severity for finding in findings), key=worst_first)
    book.write(sheet, line - 1, column, page.text(line, position), *_look(page, line), worst.value)
    lines = sum(1 + len(part) // _NOTE_LETTERS_A_LINE for part in note.split("\n"))
    sheet.write_comment(
        line - 1, column, note, {"author": "", "width": 330, "height": 16 + 17 * lines, "font_size": 10}
    )


def _note(findings: Sequence[ToFixFinding]) -> str:
    """What is wrong and what to type, once for each thing that is wrong."""
    parts = []
    for finding in sorted(findings, key=lambda finding: worst_first(finding.severity)):
        suggestion = f"\nWe suggest: {finding.suggestion}" if finding.suggestion else ""
        parts.append(f"{_ASKS[finding.severity]}{finding.message}\n{finding.repair}{suggestion}")
    return "\n\n".join(dict.fromkeys(parts))[:_MOST_OF_A_NOTE]


def _write_suggestions(book: Book, sheet: Worksheet, page: Page) -> None:
    for position, suggestions in page.suggestions.items():
        column = page.column(position) + 1
        for line in page.sheet.header_lines:
            book.write(sheet, line - 1, column, f"{SUGGESTED}{page.text(line, position)}", "title", "suggested")
        for line, suggestion in suggestions.items():
            book.write(sheet, line - 1, column, suggestion, "suggested")


def _lay_out(book: Book, sheet: Worksheet, page: Page) -> None:
    """Widths, titles that stay in sight on the screen and on paper, a tab in the colour of the worst finding."""
    for position, width in page.widths.items():
        column = page.column(position)
        sheet.set_column(column, column, width + 2, book.style())
    for position, suggestions in page.suggestions.items():
        column = page.column(position) + 1
        sheet.set_column(column, column, max(_SUGGESTED_WIDTH, *map(len, suggestions.values())) + 2, book.style())
    for line in page.sheet.header_lines:
        titles = [f"{SUGGESTED if at in page.suggestions else ''}{page.text(line, at)}" for at in page.widths]
        sheet.set_row(line - 1, height(titles, page.widths.values()))
    if page.titles:
        first, last = page.titles
        sheet.repeat_rows(first - 1, last - 1)
        if last <= _LOWEST_FROZEN:
            sheet.freeze_panes(last, 0)
    worst = min((finding.severity for found in page.marks.values() for finding in found), key=worst_first, default=None)
    if worst:
        sheet.set_tab_color(_TABS[worst])
    # no green corners at identifiers, which are text on purpose
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _help_typing(book: Book, sheet: Worksheet, page: Page) -> None:
    """Drop-downs in the coded columns, and in date columns with something wrong how a date is written."""
    rows = page.body[0] - 1, page.body[1] - 1 + _SPARE_ROWS
    for position, labels in page.sheet.choices.items():
        book.offer(sheet, rows, page.column(position), labels)
    for position in sorted(page.sheet.dates & {position for _, position in page.marks}):
        sheet.data_validation(rows[0], page.column(position), rows[1], page.column(position), _DATE)
