"""What we read of the corpus is what other people's readers read: openpyxl, Python's csv module, a plain XML parser.

How a cell's type becomes our text is said once, in `as_text`. Compared are all cells of all visible sheets as the formats
hand them over (`school_sheets`), and what of them became pupils' rows (`read_extract`).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import count
from xml.etree import ElementTree

import polars as pl
import pytest
from openpyxl import load_workbook

from intake.extract import Extract, read_extract, school_sheets
from tests.corpus.blind import blind_kinds
from tests.corpus.build import CorpusFile, build
from tests.corpus.seen import seen_kinds

Row = Sequence[str | None]
Grid = dict[int, Row]
DELIMITED = {
    "csv": ("utf-8", ","), "csv_bom": ("utf-8-sig", ","), "csv_cp1252": ("cp1252", ","), "csv_utf16": ("utf-16", "\t"),
    "csv_semicolon": ("utf-8-sig", ";"), "tsv": ("utf-8", "\t"),
}  # fmt: skip
_TABLE, _TEXT, _OFFICE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("table", "text", "office")
)


def as_text(value: object) -> str | None:
    """Our text of a value that openpyxl read: a truth value in small letters, a whole number without a point, a date as
    ISO writes it with its time only where it has one, a text as it is."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
    return str(value)


def grid(rows: Iterable[Row], lines: Iterable[int]) -> Grid:
    """The filled rows by their line, without the empty cells behind the last filled one."""
    filled = ((line, [cell or None for cell in row]) for row, line in zip(rows, lines, strict=False))
    return {line: row[: max(place for place, cell in enumerate(row, 1) if cell)] for line, row in filled if any(row)}


def ours(data: bytes, path: str) -> dict[str, Grid]:
    return {sheet.name: grid(sheet.records, sheet.lines) for sheet in school_sheets(data, path)}


def by_openpyxl(data: bytes) -> dict[str, Grid]:
    book = load_workbook(io.BytesIO(data), data_only=True)
    visible = [sheet for sheet in book if sheet.sheet_state == "visible"]
    return {each.title: grid(([*map(as_text, row)] for row in each.values), count(1)) for each in visible}


def by_csv(text: str, delimiter: str) -> Grid:
    """By the row that Excel shows: one for each record, whatever lines its cells have, and none for a first `sep=;`.
    Raises csv.Error where the text isn't well formed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return grid(reader, count(0 if text.startswith("sep=") else 1))


def by_element_tree(data: bytes) -> dict[str, Grid]:
    """The cells of an ODS as the corpus writes it: none is repeated."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))
    return {
        table.get(f"{_TABLE}name", ""): grid(
            ([*map(_ods_text, row)] for row in table.iter(f"{_TABLE}table-row")), count(1)
        )
        for table in content.iter(f"{_TABLE}table")
    }


def _ods_text(cell: ElementTree.Element) -> str | None:
    told = cell.get(f"{_OFFICE}date-value") or cell.get(f"{_OFFICE}value")
    return told or "\n".join("".join(line.itertext()) for line in cell.iter(f"{_TEXT}p"))


def without_our_own(theirs: Mapping[str, Grid], extract: Extract) -> dict[str, Grid]:
    """The filled sheets that are the school's, not ours: a workbook that we wrote comes back with more."""
    our_own = {*extract.sheets.filter(reason="our own sheet")["sheet"]}
    return {name: cells for name, cells in theirs.items() if cells and name not in our_own}


def assert_same(path: str, data: bytes, theirs: Mapping[str, Grid]) -> None:
    """Cell for cell, and row for row of what became pupils."""
    extract = read_extract(data, path)
    assert ours(data, path) == without_our_own(theirs, extract), path
    for sheet in extract.sheets.filter(state="read").iter_rows(named=True):
        _assert_rows_same(path, extract, sheet, theirs[sheet["sheet"]])


def _assert_rows_same(path: str, extract: Extract, sheet: Mapping[str, int], theirs: Grid) -> None:
    """No filled line beneath the titles is missing; each cell is the other reader's, where one title alone feeds its
    column (of two, the first that is filled counts)."""
    of_sheet = pl.col("sheet") == sheet["sheet"]
    rows, columns = extract.rows.filter(of_sheet), extract.columns.filter(of_sheet)
    accounted = {*rows["line"], *extract.dropped.filter(of_sheet)["line"]}
    titles = {sheet["header_line"] - above for above in range(sheet["header_records"])}
    assert {*theirs} <= accounted | titles, path
    fed = columns.filter(pl.col("column").is_not_null())
    twins = {each.column for each in extract.findings if each.rule in ("duplicate_columns", "conflicting_columns")}
    for part, position, column in fed.select("part", "position", "column").unique().iter_rows():
        if column in twins or fed.filter(part=part, column=column).height > 1 or _has_twin(columns, position):
            continue
        for line, text in rows.filter(part=part).select("line", column).iter_rows():
            row = theirs.get(line, ())
            assert text == (row[position - 1] if position <= len(row) else None), (path, line, column)


def _has_twin(columns: pl.DataFrame, position: int) -> bool:
    """Whether another column under the same title stands by to fill this one."""
    title = columns.filter(position=position)["header"][0]
    return columns.filter(header=title)["position"].n_unique() > 1


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[CorpusFile, bytes]]:
    """Every file of the corpus with its bytes, the rolls that belong to them included."""
    folder = tmp_path_factory.mktemp("corpus")
    files = build(folder, [*blind_kinds(), *seen_kinds()])
    return [(file, (folder / "inbox" / file.path).read_bytes()) for file in files]


def assert_unreadable_to_both(path: str, data: bytes, read: Callable[[bytes], object]) -> None:
    assert ours(data, path) == {}
    with pytest.raises(Exception):  # noqa: B017 -- other people's readers fail in their own ways
        read(data)


def test_every_workbook_reads_as_openpyxl_reads_it(corpus: list[tuple[CorpusFile, bytes]]) -> None:
    compared = 0
    for file, data in corpus:
        if file.format not in ("xlsx", "xlsx_text"):
            continue
        extract = read_extract(data, file.path)
        if extract.format == "xlsx":
            assert_same(file.path, data, by_openpyxl(data))
            compared += 1
        elif extract.format == "unreadable":
            assert_unreadable_to_both(file.path, data, by_openpyxl)
    assert compared > 50


def test_every_workbook_in_an_archive_reads_as_openpyxl_reads_it(corpus: list[tuple[CorpusFile, bytes]]) -> None:
    compared = 0
    for file, data in corpus:
        if file.format == "zip" and (mine := ours(data, file.path)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inside = {name: archive.read(name) for name in archive.namelist() if f"{name} › " in " ".join(mine)}
            for name, member in inside.items():
                theirs = {f"{name} › {sheet}": cells for sheet, cells in by_openpyxl(member).items()}
                assert without_our_own(theirs, read_extract(data, file.path)).items() <= mine.items(), file.path
                compared += 1
    assert compared > 20


def test_every_well_formed_separated_text_reads_as_pythons_csv_module_reads_it(
    corpus: list[tuple[CorpusFile, bytes]],
) -> None:
    compared = 0
    for file, data in corpus:
        if file.format not in DELIMITED or read_extract(data, file.path).format not in ("csv", "tsv"):
            continue
        encoding, delimiter = DELIMITED[file.format]
        try:
            theirs = by_csv(data.decode(encoding), delimiter)
        except (UnicodeDecodeError, csv.Error):
            continue
        assert_same(file.path, data, {"": theirs})
        compared += 1
    assert compared > 150


def test_every_open_document_reads_as_its_xml_says(corpus: list[tuple[CorpusFile, bytes]]) -> None:
    compared = 0
    for file, data in corpus:
        if file.format == "ods" and read_extract(data, file.path).format == "ods":
            assert_same(file.path, data, by_element_tree(data))
            compared += 1
    assert compared > 20
