"""What must hold of every file, whatever its bytes: an answer, the same one twice, in time; every record accounted for;
no value that the file doesn't say; no cell in a finding."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, fields

import polars as pl

from domain.columns import COLUMNS
from intake.extract import Extract, read_extract
from tests.fuzz.said import says
from tests.fuzz.seeds import MARKER

MOST_SECONDS = 5.0
_FRAMES = ("sheets", "columns", "rows", "dropped")


@dataclass(slots=True)
class Judged:
    """One file, judged. `format` as it was read; `seconds`: the quicker of two readings; `faults`: what doesn't hold."""

    format: str
    rows: int
    seconds: float
    faults: list[str] = field(default_factory=list)


class Reraised(logging.Handler):
    """Keeps what `read_extract` caught as a fault of ours, which is a failure here."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        kind, error, trace = sys.exc_info()
        frames = traceback.extract_tb(trace)[-3:]
        places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
        self.seen.append(f"exception {kind.__name__ if kind else '?'} at {places}: {str(error)[:120]}")


def read_twice(data: bytes, path: str) -> tuple[Extract, Judged]:
    """Read, and read again."""
    caught = Reraised()
    logger = logging.getLogger("intake.extract")
    logger.addHandler(caught)
    try:
        begun = time.perf_counter()
        first = read_extract(data, path)
        between = time.perf_counter()
        second = read_extract(data, path)
        seconds = min(between - begun, time.perf_counter() - between)
    finally:
        logger.removeHandler(caught)
    judged = Judged(first.format, first.rows.height, seconds, caught.seen[:1])
    if seconds > MOST_SECONDS:
        judged.faults.append(f"slow: {seconds:.1f} s")
    if not _same(first, second):
        judged.faults.append("read twice, the answers differ")
    return first, judged


def _same(first: Extract, second: Extract) -> bool:
    return all(
        mine.equals(other) if isinstance(mine := getattr(first, name), pl.DataFrame) else mine == other
        for name in (each.name for each in fields(Extract))
        for other in (getattr(second, name),)
    )


def faults(data: bytes, extract: Extract) -> Iterator[str]:
    """What doesn't hold of a file that was read."""
    yield from _not_conserved(extract)
    yield from _leaks(extract)
    yield from _invented(data, extract)


def _not_conserved(extract: Extract) -> Iterator[str]:
    if extract.format == "unreadable":
        if extract.sheets.height or extract.rows.height or extract.dropped.height or len(extract.findings) != 1:
            yield "unreadable, yet something was read, or not one reason given"
        return
    for sheet in extract.sheets.iter_rows(named=True):
        yield from _sheet_not_conserved(extract, sheet)
    names = extract.sheets["sheet"]
    if names.n_unique() != len(names):
        yield "two sheets have one name"
    for frame in (extract.rows, extract.dropped, extract.columns):
        if not set(frame["sheet"]) <= set(names):
            yield "a frame names a sheet that isn't there"
    if not {finding.sheet for finding in extract.findings} <= {None, *names}:
        yield "a finding names a sheet that isn't there"


def _sheet_not_conserved(extract: Extract, sheet: dict[str, object]) -> Iterator[str]:
    of_sheet = pl.col("sheet") == sheet["sheet"]
    rows, dropped = extract.rows.filter(of_sheet), extract.dropped.filter(of_sheet)
    counted = [int(str(sheet[name])) for name in ("header_records", "dropped_records", "row_records")]
    if sheet["records"] != sum(counted):
        yield f"records {sheet['records']} are not {' + '.join(map(str, counted))}"
    lines, gone = rows["line"].unique(), dropped["line"]
    if len(lines) != counted[2] or len(gone) != counted[1]:
        yield "the frames don't hold as many records as the sheet counts"
    if gone.n_unique() != len(gone) or set(gone) & set(lines):
        yield "a line is accounted for twice"
    if sheet["header_line"] is not None and sheet["header_line"] in {*gone, *lines}:
        yield "the titles' line is a row too"
    parts = sorted(rows["part"].unique())
    if rows.height and (parts != list(range(1, len(parts) + 1)) or rows.height != len(lines) * len(parts)):
        yield f"not every row has the parts {parts}"
    if rows.height and rows.select("line", "part").n_unique() != rows.height:
        yield "a row and part stand there twice"


def _leaks(extract: Extract) -> Iterator[str]:
    """A title may be named, a sheet too; where the marker stands in one of them nothing can be said."""
    named = "\n".join([*extract.columns["header"].drop_nulls(), *extract.sheets["sheet"]]).casefold()
    if MARKER.casefold() in named:
        return
    for finding in extract.findings:
        texts = (finding.message, finding.repair, finding.suggestion or "")
        if any(MARKER.casefold() in text.casefold() for text in texts):
            yield f"a cell's value is told by {finding.rule}"


def _invented(data: bytes, extract: Extract) -> Iterator[str]:
    if not extract.rows.height or extract.format == "xls":
        return
    values = {cell for name in COLUMNS for cell in extract.rows[name].drop_nulls().unique()}
    values |= {pair["value"] for pairs in extract.rows["other"] for pair in pairs}
    said = says(data, extract.format, extract.encoding)
    for value in sorted(values):
        if not said(value):
            yield f"invented in {extract.format}: {value[:60]!r}"
            return
