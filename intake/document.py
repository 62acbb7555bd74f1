"""The one value that every format hands over: sheets of text cells with their line numbers.

What a cell means is not known here; neither is where the bytes came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.findings import Finding

Record = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of text. `records[i]` starts at line `lines[i]`; its first cell is always column A; '' and None are
    both empty."""

    name: str
    number: int
    records: Sequence[Record]
    lines: Sequence[int]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read. `findings` are what the format itself shows (a quote that never closes), before any meaning."""

    format: str
    encoding: str | None
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()


class NotReadableError(Exception):
    """A file from which no cell can be had. Carries the finding that says so; never leaves `intake`."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding
