"""A return as a workbook: one sheet, every cell text. And the list of what is to be put right before or after it is
sent, which is for the network's team alone: it names pupils."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import polars as pl
from xlsxwriter import Workbook

from reports.local_authority_cells import harmless
from reports.workbooks import safe

__all__ = ["render_return_xlsx"]

# Nothing is stamped with the hour of its making: the same input gives the same bytes.
_MADE_AT = datetime(2000, 1, 1)
_NARROWEST, _WIDEST, _LOOKED_AT = 9, 60, 200


def render_return_xlsx(texts: pl.DataFrame, sheet: str) -> bytes:
    """The frame (all text, its columns the titles) as .xlsx with one sheet of that name; the same bytes for the same
    frame."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"title": sheet, "created": _MADE_AT})
    text, title = (
        book.add_format({"num_format": "@", "valign": "top", "text_wrap": wrap, "bold": bold})
        for wrap, bold in ((False, False), (True, True))
    )
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    cells = harmless(texts)
    for place, column in enumerate(cells.iter_columns()):
        longest = max([len(column.name), *(len(cell) for cell in column.head(_LOOKED_AT) if cell)])
        page.set_column(place, place, min(max(longest + 2, _NARROWEST), _WIDEST), text)
        page.write_string(0, place, safe(column.name), title)
        for row, cell in enumerate(column, start=1):
            if cell:
                page.write_string(row, place, safe(cell), text)
    book.close()
    return content.getvalue()
