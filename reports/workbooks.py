"""What the workbooks that go out to schools share: safe cells, looks, the guide, the choices.

Their marks are `domain.own_workbooks`, the names of their sheets `sheet_names.py`; what stands in each of them is
`to_fix.py`, `template.py` and `worklist.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.own_workbooks import BELONGS_IN, GUIDE, LISTS, REFERENCE, WORKLIST, neutral

A4 = 9
# Nothing is stamped with the hour of its making: the same input gives the same bytes.
_MADE_AT = datetime(2000, 1, 1)
_MOST_LETTERS = 32_767  # of a cell, as Excel allows
_CONTROLS = re.compile("[\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_INK, _MUTED, _RULE = "#1b2430", "#6b7684", "#c5ccd6"
_BOX = {"border": 1, "border_color": _RULE}
# A look is made of several of these, the later ones winning. Excel must take every cell for text ("@"): it would turn
# identifiers into numbers and dates into American ones.
_STYLES: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@", "font_color": _INK, "valign": "top"},
    "wrapped": {"text_wrap": True},
    "open": {"locked": False},
    "boxed": _BOX,
    "headline": {"bold": True, "font_size": 18},
    "lead": {"font_size": 12},
    "heading": {"bold": True, "font_size": 13, "font_color": "#12497b"},
    "title": {"bold": True, "text_wrap": True, "bg_color": "#dfe6ef", **_BOX, "bottom": 2},
    "hint": {"italic": True, "font_size": 9, "font_color": "#3f4a57", "text_wrap": True, "bg_color": "#f4f6f9", **_BOX},
    "blocking": {"bg_color": "#f6b8b0", "font_color": "#5c0d06", "border": 2, "border_color": "#9b1c12"},
    "warning": {"bg_color": "#ffd27a", "font_color": "#3d2700", "border": 1, "border_color": "#7a4d00"},
    "notice": {"bg_color": "#dfe6ef", "bold": True},
    "asked": {"bg_color": "#12497b", "font_color": "#ffffff"},
    "band": {"bold": True, "font_size": 12, "border": 0},
    "answer": {"bg_color": "#ffff8f", "border": 2, "border_color": _INK, "bold": True, "align": "center"},
    "told": {"bg_color": "#f4f6f9"},
    "warned": {"bold": True, "font_color": "#9b1c12"},
    "suggested": {"italic": True, "font_color": "#14613a", "bg_color": "#e9f6ee"},
    "link": {"font_color": "#12497b", "underline": 1},
    "small": {"font_size": 8, "font_color": _MUTED},
    "count": {"num_format": "#,##0"},
    "percent": {"num_format": "0%"},
}


# Heights in points. Without one, some programs show the first line of a cell alone.
_HEIGHTS = {"headline": 30, "lead": 19, "heading": 24, "band": 21, "small": 14}
_LINE, _PADDING = 15.0, 4.0


def height(texts: Iterable[str], widths: Iterable[float]) -> float:
    """The height of a row of wrapped cells, in points; widths are in letters."""
    lines = [
        sum(max(1, ceil(len(part) / width)) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    ]
    return _LINE * max(lines, default=1) + _PADDING


def safe(text: str) -> str:
    """The text as it may stand in a cell: no formula, nothing that XML can't hold, no longer than Excel allows."""
    return _LONE_SURROGATES.sub("\ufffd", neutral(text))[:_MOST_LETTERS]


class Book:
    """A workbook in the making. The sheets are added in their order; `finish` adds the hidden one of the choices."""

    def __init__(self, title: str) -> None:
        self._bytes = BytesIO()
        self._workbook = Workbook(self._bytes, {"in_memory": True})
        self._workbook.set_properties({"title": _CONTROLS.sub(" ", title), "created": _MADE_AT})
        self._styles: dict[tuple[str, ...], Format] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._listed = 0

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, printed a page wide and lying down. `name` is legal (`sheet_names`)."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def style(self, *names: str) -> Format:
        """The look that these names make together."""
        if names not in self._styles:
            looks: dict[str, Any] = {}
            for name in ("text", *names):
                looks |= _STYLES[name]
            self._styles[names] = self._workbook.add_format(looks)
        return self._styles[names]

    def write(self, sheet: Worksheet, row: int, column: int, text: str, *styles: str) -> None:
        """Write a cell, as text whatever it looks like. Rows and columns count from 0."""
        shown, style = safe(text), self.style(*styles)
        if not shown:
            sheet.write_blank(row, column, None, style)
        elif shown.startswith("<r>") and shown.endswith("</r>"):
            # xlsxwriter would take such a text for its own markup and write it as it stands
            sheet.write_rich_string(row, column, shown[:1], style, shown[1:], style)
        else:
            sheet.write_string(row, column, shown, style)

    def offer(self, sheet: Worksheet, rows: tuple[int, int], column: int, labels: tuple[str, ...]) -> None:
        """A drop-down in a column from row to row. It only warns about anything else, so that nobody is locked in."""
        rule = {
            "validate": "list",
            "source": self._listed_at(labels),
            "error_type": "warning",
            "error_title": "Not in the list",
            "error_message": "Please choose from the list, so that we understand it.",
        }
        sheet.data_validation(rows[0], column, rows[1], column, rule)

    def _listed_at(self, labels: tuple[str, ...]) -> str:
        # one beneath the other, so that no row of the sheet looks like a row of titles
        if labels not in self._lists:
            first, self._listed = self._listed + 1, self._listed + len(labels)
            self._lists[labels] = f"={LISTS}!$A${first}:$A${self._listed}"
        return self._lists[labels]

    def finish(self) -> bytes:
        """The workbook, the same bytes for the same cells."""
        lists = self._workbook.add_worksheet(LISTS)
        lists.hide()
        for row, label in enumerate(label for labels in self._lists for label in labels):
            self.write(lists, row, 0, label)
        self._workbook.close()
        return self._bytes.getvalue()


class Guide:
    """The first sheet, written from the top down."""

    def __init__(self, book: Book, widths: Sequence[float]) -> None:
        self.book, self.sheet, self.row, self._widths = book, book.sheet(GUIDE), 0, widths
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width, book.style())
        self.sheet.hide_gridlines(2)
        self.sheet.activate()
        self.sheet.protect("", {"format_columns": True, "format_rows": True})

    def line(self, text: str, *styles: str) -> int:
        """A text that runs on to the right; its row."""
        return self.cells((text,), *styles)

    def cells(self, texts: Sequence[str], *styles: str) -> int:
        """Cells that look alike, side by side; their row."""
        for column, text in enumerate(texts):
            self.book.write(self.sheet, self.row, column, text, *styles)
        fixed = [_HEIGHTS[style] for style in styles if style in _HEIGHTS]
        self.sheet.set_row(self.row, max(fixed) if fixed else height(texts, self._widths))
        self.row += 1
        return self.row - 1

    def skip(self) -> None:
        """An empty row."""
        self.row += 1

    def steps(self, steps: Iterable[str]) -> None:
        """What to do, one after the other."""
        for number, step in enumerate(steps, 1):
            self.line(f"{number}.  {step}", "lead")

    def answer(self, row: int, column: int, answer: str) -> None:
        """A cell to type in, which offers the one answer."""
        self.book.write(self.sheet, row, column, "", "answer", "open")
        rule = {"validate": "list", "source": [answer], "show_error": False}
        self.sheet.data_validation(row, column, row, column, rule)

    def link(self, row: int, column: int, sheet: str, cell: str) -> None:
        """A link to a cell of another sheet."""
        name = sheet.replace("'", "''")
        self.sheet.write_url(row, column, f"internal:'{name}'!{cell}", self.book.style("link"), cell)

    def marks(self, reference: str, belongs_in: str, worklist: str = "") -> None:
        """The lines by which the workbook is known when it comes back; `worklist` only in one."""
        lines = [(REFERENCE, reference), (BELONGS_IN, belongs_in), *([(WORKLIST, worklist)] if worklist else [])]
        many = {2: "two", 3: "three"}[len(lines)]
        self.skip()
        self.line(f"Please leave the next {many} lines as they are: they tell us what this workbook is about.", "small")
        for line in lines:
            self.cells(line, "small")
