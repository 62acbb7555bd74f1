"""Excel 2003 XML spreadsheets: sheets, places and values as Excel shows them."""

from __future__ import annotations

from html import escape

from intake_samples import FOLDER, PUPILS, TITLES, assert_conserved, rules

from intake.extract import read_extract
from intake.formats import read_document

PATH = FOLDER + "leavers.xls"
START = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)


def workbook(rows: str, name: str = "Y11", more: str = "", top: str = "") -> bytes:
    return f'{START}{top}<Worksheet ss:Name="{name}"><Table>{rows}</Table>{more}</Worksheet></Workbook>'.encode()


def row(cells: object, **places: int) -> str:
    texts = "".join(f'<Cell><Data ss:Type="String">{escape(str(cell))}</Data></Cell>' for cell in cells)  # type: ignore[attr-defined]
    attributes = "".join(f' ss:{name}="{place}"' for name, place in places.items())
    return f"<Row{attributes}>{texts}</Row>"


def cell(kind: str, written: str) -> str | None:
    data = workbook(f'<Row><Cell><Data ss:Type="{kind}">{written}</Data></Cell></Row>')
    return read_document(data, "x", lambda _: 0).sheets[0].records[0][0]


def test_it_is_read_like_a_workbook() -> None:
    extract = read_extract(workbook(row(TITLES, Index=3) + "".join(map(row, PUPILS))), PATH)
    assert extract.format == "xml"
    assert extract.sheets.select("sheet", "header_line", "date_system").rows() == [("Y11", 3, 1900)]
    assert extract.rows["line"].to_list() == [4, 5, 6]
    assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]
    assert_conserved(extract)


def test_values_have_the_text_that_they_have_in_a_workbook() -> None:
    assert cell("Number", "9276308686") == "9276308686"
    assert cell("Number", "1.234567890123E12") == "1234567890123"
    assert cell("DateTime", "2010-02-03T00:00:00.000") == "2010-02-03"
    assert cell("DateTime", "2026-02-03T14:05:06.000") == "2026-02-03 14:05:06"
    assert cell("DateTime", "1899-12-31T09:05:00.000") == "09:05:00"
    assert cell("Boolean", "1") == "true"
    assert cell("Error", "#N/A") == "#N/A"
    assert cell("String", "1.23E+09") == "1.23E+09"


def test_places_that_are_named_or_merged_are_kept() -> None:
    cells = '<Row><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell><Cell><Data ss:Type="String">b</Data></Cell></Row>'
    (sheet,) = read_document(workbook(cells), "x", lambda _: 0).sheets
    assert [list(record) for record in sheet.records] == [[None, "a", None, "b"]]


def test_hidden_sheets_and_the_1904_system_are_noted() -> None:
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    top = "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"
    (sheet,) = read_document(workbook(row("ab"), more=hidden, top=top), "x", lambda _: 0).sheets
    assert (sheet.hidden, sheet.date_system) == (True, 1904)


def test_damage_and_places_that_no_sheet_has_are_findings() -> None:
    assert rules(read_extract(workbook(row(TITLES))[:-30], PATH)) == {"unreadable_workbook"}
    assert rules(read_extract(workbook(row(TITLES, Index=900_000_000)), PATH)) == {"sheet_too_large"}
