"""The one value that every format hands over: sheets of text cells with their line numbers.

What a cell means is not known here; neither is where the bytes came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.findings import Finding

Record = Sequence[str | None]
# between the names of a file in an archive and of its sheet
IN_ARCHIVE = " › "


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of text. `records[i]` starts at line `lines[i]`; its first cell is always column A; '' and None are
    both empty.

    `date_system` 1904 where the workbook counts its days from 1904, else 1900: real dates are text already, a bare
    serial number is not. `skipped`: why there are no records, for a file of an archive that couldn't be read.
    """

    name: str
    number: int
    records: Sequence[Record]
    lines: Sequence[int]
    hidden: bool = False
    date_system: int = 1900
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read. `format`: csv, tsv, xlsx, xls, ods, xml, html or zip. `findings` are what the format itself
    shows (a quote that never closes, a filter that is on), before any meaning."""

    format: str
    encoding: str | None
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()


def squared(records: Sequence[Record]) -> list[Record]:
    """The same with filled records as wide as the widest: a row of a spreadsheet has no end of its own, so one that is
    shorter isn't ragged. Blank ones stay as they are."""
    width = max(map(len, records), default=0)
    return [[*record, *[None] * (width - len(record))] if record else record for record in records]


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken; from then on it is."""
    number, own = 1, name
    while own in taken:
        number += 1
        own = f"{name} ({number})"
    taken.add(own)
    return own


class NotReadableError(Exception):
    """A file from which no cell can be had. Carries the finding that says so; never leaves `intake`."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding
