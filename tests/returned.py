"""What a school does with the workbooks that we hand out, done with another program's library: typing and saving."""

from __future__ import annotations

import io

import openpyxl

from domain.own_workbooks import ANSWER, CODE, GUIDE, LISTS, SUGGESTED


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def say_yes(book: openpyxl.Workbook) -> list[str]:
    """Type YES beside every doubt, as the guide asks; returns the doubts' codes."""
    guide = book[GUIDE]
    (titles,) = [row for row in guide.iter_rows() if {ANSWER, CODE} <= {cell.value for cell in row}]
    answer, code = (next(cell.column for cell in titles if cell.value == title) for title in (ANSWER, CODE))
    codes = []
    for row in range(titles[0].row + 1, guide.max_row + 1):
        if not guide.cell(row, code).value:
            break
        guide.cell(row, answer).value = "YES"
        codes.append(str(guide.cell(row, code).value))
    return codes


def take_suggestions(book: openpyxl.Workbook) -> int:
    """Type what is suggested into the cell on its left; returns how many."""
    taken = 0
    for sheet in (book[name] for name in book.sheetnames if name not in (GUIDE, LISTS)):
        places = [cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(SUGGESTED)]
        for title in places:
            for row in range(title.row + 1, sheet.max_row + 1):
                if sheet.cell(row, title.column).value:
                    sheet.cell(row, title.column - 1).value = sheet.cell(row, title.column).value
                    taken += 1
    return taken
