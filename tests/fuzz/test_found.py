"""What the long run has found, kept small. A reading that aborts the process can't be caught in it, so each is read in
one of its own."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from intake.extract import read_extract
from tests.fuzz.seeds import TITLES, packed, seeds

SHEET, MOVED = "xl/worksheets/sheet1.xml", "xl/elsewhere/sheet1.data"
READ = """
import sys, pathlib, intake.extract as intake
for path in sys.argv[1:]:
    extract = intake.read_extract(pathlib.Path(path).read_bytes(), 'hollins/leavers.xlsx')
    print(pathlib.Path(path).stem, *(finding.rule for finding in extract.findings), flush=True)
"""
# places of a filled cell that make calamine ask for more memory than there is, and the process end
FAR_CELLS = {
    "a row beyond any number of seven digits": b'<c r="G2147483648" t="str">',
    "blanks around the equals sign": b'<c r = "XFD1048576" t="str">',
    "small letters": b'<c r="xfd1048576" t="str">',
    "a column of five letters": b'<c r="ZZZZZ9" t="str">',
    "a tag's end inside quotation marks": b'<c x=">" r="XFD1048576" t="str">',
    "a prefix with a hyphen": b'<a-b:c r="XFD1048576" t="str">',
    "no place, in a row that is far": b'</row><row r="2147483648"><c t="str">',
}


def with_cell(start: bytes, *, moved: bool = False) -> bytes:
    """A workbook with one filled cell more, its sheet perhaps where no program would put it."""
    with zipfile.ZipFile(io.BytesIO(seeds("xlsx")[0])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cell = b"<row r='999'>" + start + b"<v>x</v></c></row></sheetData>"
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cell)
    if moved:
        parts[MOVED] = parts.pop(SHEET)
        links = "xl/_rels/workbook.xml.rels"
        parts[links] = parts[links].replace(SHEET.removeprefix("xl/").encode(), MOVED.removeprefix("xl/").encode())
    return packed(parts)


def test_a_cell_beyond_every_sheet_ends_no_process_however_it_is_written(tmp_path: Path) -> None:
    cases = {name: with_cell(start) for name, start in FAR_CELLS.items()}
    cases["a sheet in another folder"] = with_cell(b'<c r="XFD1048576" t="str">', moved=True)
    for number, data in enumerate(cases.values()):
        (tmp_path / f"{number}.xlsx").write_bytes(data)
    paths = [str(tmp_path / f"{number}.xlsx") for number in range(len(cases))]
    done = subprocess.run([sys.executable, "-c", READ, *paths], capture_output=True, text=True, timeout=120)
    told = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    for number, name in enumerate(cases):
        assert told.get(str(number)) in ("sheet_too_large", "unreadable_workbook"), name


@pytest.mark.xfail(strict=True, reason="a heading of any length is joined with every title beneath it")
def test_a_long_text_above_many_titles_is_no_heading_to_be_joined_with_each() -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["x", "\U0001f600" * 100_000], [*TITLES, *map(str, range(3000))]])
    begun = time.perf_counter()
    read_extract(out.getvalue().encode(), "hollins/2025-26/Y11-final/leavers.csv")
    assert time.perf_counter() - begun < 5
