"""Web pages that hold tables: many systems export "Excel" files that are HTML under the name .xls.

Each table with content becomes a sheet, as a spreadsheet program would show it: a merged cell's text stands in its
first cell, a table inside a table is one of its own. The page's letters are decoded here, its other text is dropped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from intake.delimited import decode
from intake.document import Document, NotReadableError, Record, Sheet, squared
from intake.findings import found
from intake.letters import column_letter
from intake.workbook_parts import MOST_CELLS

# what web browsers take a declared charset for; any other is found out from the bytes
CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso8859-15",
    "windows-1250": "cp1250",
}
MOST_COLUMNS = 1000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d{1,5})", re.IGNORECASE)
_PASSWORD = re.compile(r"\btype\s*=\s*[\"']?\s*password\b", re.IGNORECASE)
# Python's own parser looks through the rest of the page again at every tag that is not closed; here each attempt ends
# at the next "<" or takes all that is left
_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)
    |<[!?][^>]*(?:>|\Z)
    |<(?P<unseen>script|style)\b.*?(?:</(?P=unseen)[^>]*(?:>|\Z)|\Z)
    |<(?P<end>/?)(?P<tag>[a-z][a-z0-9:]*)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*+(?=>)|[^<>]*)>
    |</?[a-z][^<>]*\Z
    |(?P<text>[^<]+|<)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# a line break of the page's own, which no blank that merely wraps its source can be
_BREAK = "\v"


def read(data: bytes) -> Document:
    """Read all tables that hold text. Raises NotReadableError where there is none."""
    text, encoding = _decode(data)
    page = _Page(text)
    tables = [records for table in page.tables if any(map(any, records := squared(list(table.records()))))]
    if not tables or page.asks_for_password:
        what = "the sign-in page of a website" if page.asks_for_password else "a web page without a table"
        raise NotReadableError(
            found(
                "not_a_spreadsheet",
                what=what,
                cure="Sign in, export the list again, open it to check, and drop it again.",
            )
        )
    names = ["" if len(tables) == 1 else f"Table {number}" for number in range(1, len(tables) + 1)]
    return Document(
        "html",
        encoding,
        tuple(
            Sheet(name, number, records, range(1, len(records) + 1))
            for number, (name, records) in enumerate(zip(names, tables, strict=True), 1)
        ),
    )


def _decode(data: bytes) -> tuple[str, str]:
    """A byte-order mark decides, then the charset that the page declares, if its letters fit, then the bytes."""
    declared = _CHARSET.search(data[:4096])
    charset = CHARSETS.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    if charset and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        with suppress(UnicodeDecodeError):
            return data.decode(charset), charset
    return decode(data)


@dataclass(slots=True)
class _Cell:
    columns: int
    rows: int
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        lines = (_BLANKS.sub(" ", line).strip(" ") for line in "".join(self.pieces).split(_BREAK))
        text = "\n".join(lines).strip("\n")
        return "" if text.isspace() else text


@dataclass(slots=True)
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)
    cell: _Cell | None = None

    def records(self) -> Iterator[Record]:
        """The cells of each row in their columns; those that a merged cell covers are None."""
        covered: dict[int, int] = {}
        made = 0
        for row in self.rows:
            record: list[str | None] = []
            below = {column: rows - 1 for column, rows in covered.items() if rows > 1}
            for cell in row:
                while len(record) in covered:
                    record.append(None)
                if cell.rows > 1:
                    below |= dict.fromkeys(range(len(record), len(record) + cell.columns), cell.rows - 1)
                record += [cell.text, *([None] * (cell.columns - 1))]
            covered = below
            made += len(record)
            if made > MOST_CELLS:
                raise NotReadableError(
                    found("sheet_too_large", rows=f"{len(self.rows):,}", letter=column_letter(len(record)))
                )
            yield record


class _Page:
    """Collects the tables of a page, closing what its writer left open."""

    def __init__(self, text: str) -> None:
        self.tables: list[_Table] = []
        self.asks_for_password = False
        self._open: list[_Table] = []
        for token in _TOKEN.finditer(text):
            if token["text"]:
                self._text(token["text"])
            elif token["tag"]:
                tag = token["tag"].lower()
                self._end(tag) if token["end"] else self._start(tag, token["attributes"])

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "table":
            table = _Table()
            self.tables.append(table)
            self._open.append(table)
        elif tag == "input" and _PASSWORD.search(attributes):
            self.asks_for_password = True
        elif self._open:
            self._in_table(self._open[-1], tag, attributes)

    def _in_table(self, table: _Table, tag: str, attributes: str) -> None:
        if tag == "tr":
            table.rows.append([])
            table.cell = None
        elif tag in ("td", "th"):
            if not table.rows:
                table.rows.append([])
            spans = {name.lower(): int(number) for name, number in _SPAN.findall(attributes)}
            columns, rows = max(spans.get("colspan", 1), 1), max(spans.get("rowspan", 1), 1)
            table.cell = _Cell(min(columns, MOST_COLUMNS), rows)
            table.rows[-1].append(table.cell)
        elif table.cell and tag in ("br", "p", "div", "li"):
            table.cell.pieces.append(_BREAK)

    def _end(self, tag: str) -> None:
        if self._open and tag == "table":
            self._open.pop()
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].cell = None

    def _text(self, text: str) -> None:
        if self._open and (cell := self._open[-1].cell):
            cell.pieces.append(html.unescape(text))
