"""Separated text (CSV, TSV and their cousins): bytes -> letters -> cells. A record's number is the row that a
spreadsheet program shows, however many lines of the file a cell with line breaks takes.

Decoding is strict and splitting is Python's csv module; nothing is sniffed that can drop a row. What a title means
isn't known here: the caller says how many titles of a record it knows, which is how the right delimiter is told from a
comma in a name.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

from domain.findings import Finding
from intake.document import Document, NotReadableError, Record, Sheet
from intake.findings import SAVE_AS, found

DELIMITERS = (",", "\t", ";", "|")
PREVIEW_LINES = 60
ENOUGH_TITLES = 3
# controls that no export writes into a table; a file with more than a few of them is a picture or a program
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
_MOST_CONTROLS = 8
_SEPARATOR_HINT = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)


def read(data: bytes, looks_like_titles: Callable[[list[Record]], int]) -> Document:
    """Read separated text; one sheet, named '', number 1. Raises NotReadableError where the bytes aren't text."""
    text, encoding = decode(data)
    if len(_CONTROL.findall(text, 0, 65536)) > _MOST_CONTROLS:
        raise NotReadableError(found("not_a_spreadsheet", what="binary data", cure=SAVE_AS))
    delimiter = choose_delimiter(text, looks_like_titles)
    try:
        records, lines, last = split(text, delimiter)
    except csv.Error as error:
        # the module's only complaint in this mode: a field longer than 128 KiB, which no pupil's cell is
        raise NotReadableError(found("unclosed_quote", row=_line_of_long_field(text, delimiter))) from error
    findings = _run_together(text, delimiter, records, lines, last)
    return Document(
        "tsv" if delimiter == "\t" else "csv",
        encoding,
        (Sheet("", 1, records, _numbers(text, records)),),
        tuple(findings),
    )


def _numbers(text: str, records: list[list[str]]) -> range:
    """The row that a spreadsheet program shows for each record: it obeys `sep=;` on the first line and doesn't show
    it."""
    first = 0 if _separator_hint(text) else 1
    return range(first, first + len(records))


def _separator_hint(text: str) -> str | None:
    hint = _SEPARATOR_HINT.match(text[: text.find("\n")] if "\n" in text[:16] else text[:16])
    return hint[1] if hint else None


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding: a byte-order mark decides, then strict UTF-8, then UTF-16 without a mark, then
    Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16"), "utf-16"
    marked = data.startswith(b"\xef\xbb\xbf")
    body = data[3:] if marked else data
    wide = _unmarked_utf16(body)
    if wide:
        return _strictly(body, wide), "utf-16"
    try:
        return body.decode("utf-8"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError:
        return _strictly(body, "cp1252"), "cp1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # Latin-1 takes any byte, so that what is no text at all is told from text in letters that we don't know
        if encoding == "cp1252" and len(_CONTROL.findall(data[:65536].decode("latin-1"))) > _MOST_CONTROLS:
            raise NotReadableError(found("not_a_spreadsheet", what="binary data", cure=SAVE_AS)) from error
        raise NotReadableError(found("undecodable_text")) from error


def _unmarked_utf16(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every other byte; in UTF-8 it has none."""
    sample = data[:2048]
    if b"\x00" not in sample or len(data) % 2:
        return None
    half = len(sample) / 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.1 else None


def choose_delimiter(text: str, looks_like_titles: Callable[[list[Record]], int]) -> str:
    """The delimiter under which a title row appears; the commonest one where none does. `sep=;` on the first line
    decides."""
    hint = _separator_hint(text)
    if hint:
        return hint
    preview = "".join(islice(io.StringIO(text, newline=""), PREVIEW_LINES))
    candidates = sorted(DELIMITERS, key=preview.count, reverse=True)
    best, most = candidates[0], 0
    for delimiter in candidates:
        if delimiter not in preview:
            break
        try:
            titles = looks_like_titles(list(split(preview, delimiter)[0]))
        except csv.Error:
            continue
        if titles > most:
            best, most = delimiter, titles
        if titles >= ENOUGH_TITLES and delimiter == candidates[0]:
            break
    return best


def split(text: str, delimiter: str) -> tuple[list[list[str]], list[int], int]:
    """All records, the line on which each starts (1-based, quoted line breaks counted), and the number of lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    lines: list[int] = []
    start = 1
    for record in reader:
        records.append(record)
        lines.append(start)
        start = reader.line_num + 1
    return records, lines, start - 1


def _run_together(text: str, delimiter: str, records: list[list[str]], lines: list[int], last: int) -> list[Finding]:
    """Where a quotation mark that never closes has swallowed rows. It blames the whole file: pupils are missing from
    it."""
    if last == len(records):
        return []
    source = list(io.StringIO(text, newline=""))
    width = Counter(map(len, records)).most_common(1)[0][0]
    for row, (start, end) in enumerate(zip(lines, [*lines[1:], last + 1], strict=True), 1):
        if end - start > 1 and _swallowed(source[start - 1 : end - 1], delimiter, width):
            return [found("unclosed_quote", row=row)]
    return []


def _swallowed(chunk: list[str], delimiter: str, width: int) -> bool:
    """Whether these lines of one record are rows that ran together: bad quoting, or inner lines as wide as the
    table."""
    try:
        for _ in csv.reader(chunk, delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return True
    return width > 4 and sum(line.count(delimiter) >= width - 1 for line in chunk[1:-1]) > 1


def _line_of_long_field(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    row = 1
    try:
        for _ in reader:
            row += 1
    except csv.Error:
        pass
    return row
