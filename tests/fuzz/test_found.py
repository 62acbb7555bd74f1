"""What the long run has found, kept small. A reading that aborts the process can't be caught in it, so each is read in
one of its own."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from intake.extract import read_extract, school_sheets
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


def read_apart(folder: Path, files: Sequence[bytes]) -> dict[int, str]:
    """The rules that each file breaks, by its number, as far as the process that reads them gets."""
    for number, data in enumerate(files):
        (folder / f"{number}.xlsx").write_bytes(data)
    paths = [str(folder / f"{number}.xlsx") for number in range(len(files))]
    done = subprocess.run([sys.executable, "-c", READ, *paths], capture_output=True, text=True, timeout=120)
    return {int(number): rules for number, _, rules in (line.partition(" ") for line in done.stdout.splitlines())}


def test_a_cell_beyond_every_sheet_ends_no_process_however_it_is_written(tmp_path: Path) -> None:
    cases = {name: with_cell(start) for name, start in FAR_CELLS.items()}
    cases["a sheet in another folder"] = with_cell(b'<c r="XFD1048576" t="str">', moved=True)
    told = read_apart(tmp_path, list(cases.values()))
    for number, name in enumerate(cases):
        assert told.get(number) in ("sheet_too_large", "unreadable_workbook"), name


def test_a_count_of_texts_that_no_file_holds_ends_no_process(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(seeds("xlsx")[0])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = "xl/sharedStrings.xml"
    parts[texts] = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="2147483648"', parts[texts])
    assert 0 in read_apart(tmp_path, [packed(parts)])


def test_a_number_keeps_nine_places_which_is_more_than_any_column_of_ours_needs() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, TITLES)
        page.write_row(1, 0, ["A", "B", "C", "D", "E", "F", 46266.58687789352])
        page.write_row(2, 0, ["A", "B", "C", "D", "E", "F", 9276308686])
    (sheet,) = school_sheets(out.getvalue(), "hollins/leavers.xlsx")
    assert [record[6] for record in sheet.records[1:]] == ["46266.586877894", "9276308686"]


def test_a_long_text_above_many_titles_costs_no_more_than_a_short_one() -> None:
    def seconds(text: str) -> float:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([["x", text], [*TITLES, *map(str, range(500))]])
        begun = time.perf_counter()
        read_extract(out.getvalue().encode(), "hollins/2025-26/Y11-final/leavers.csv")
        return time.perf_counter() - begun

    seconds("\U0001f600")  # what is read once is read
    assert seconds("\U0001f600" * 50_000) < 50 * seconds("\U0001f600"), "it was two thousand times as much"
