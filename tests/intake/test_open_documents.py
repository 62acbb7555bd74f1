"""OpenDocument spreadsheets (.ods): cells as LibreOffice shows them, whatever is repeated, merged, hidden or damaged."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from intake_samples import FOLDER, PUPILS, TITLES, assert_conserved, rules, the
from spreadsheet_samples import archive, ods, ods_rows

from intake.extract import read_extract
from intake.formats import read_document

PATH = FOLDER + "leavers.ods"
ROWS = ods_rows([TITLES, *PUPILS])
HIDDEN = '<style:style style:name="of Old"><style:table-properties table:display="false"/></style:style>'
TO_THE_BOTTOM = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'


def cell(xml: str) -> str | None:
    data = ods({"Sheet1": f"<table:table-row>{xml}</table:table-row>"})
    (sheet,) = read_document(data, "x", lambda _: 0).sheets
    return sheet.records[0][0] if sheet.records else None


def typed(kind: str, shown: str = "", **attributes: str) -> str | None:
    values = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return cell(f'<table:table-cell office:value-type="{kind}"{values}><text:p>{shown}</text:p></table:table-cell>')


def test_an_open_document_is_read_like_a_workbook() -> None:
    extract = read_extract(
        ods({"Y11": ods_rows([[], []]) + ods_rows([[None, *row] for row in (TITLES, *PUPILS)]) + TO_THE_BOTTOM}), PATH
    )
    assert extract.format == "ods"
    assert extract.sheets.select("sheet", "state", "header_line", "records").rows() == [("Y11", "read", 3, 6)]
    assert extract.rows["line"].to_list() == [4, 5, 6]
    assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]
    assert extract.columns.filter(column="upn")["letter"].to_list() == ["B"]
    assert "ragged_row" not in rules(extract)
    assert_conserved(extract)


def test_values_have_the_text_that_they_have_in_a_workbook() -> None:
    assert typed("float", "9.28E+09", value="9276308686") == "9276308686"
    assert typed("float", "1", value="1.0") == "1"
    assert typed("float", "0", value="1E-7") == "0.0000001"
    assert typed("percentage", "26%", value="0.255") == "0.255"
    assert typed("boolean", "WAHR", boolean_value="true") == "true"
    assert typed("float", "FALSE", value="0") == "false"
    assert typed("date", "3/2/10", date_value="2010-02-03") == "2010-02-03"
    assert typed("date", "3/2/10", date_value="2026-02-03T14:05:06") == "2026-02-03 14:05:06"
    assert typed("time", "9:05", time_value="PT09H05M00S") == "09:05:00"
    assert typed("string", "1.23E+09") == "1.23E+09"
    assert typed("string", "007") == "007"


def test_an_error_is_kept_as_text() -> None:
    error = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>{}</text:p></table:table-cell>'
    assert cell(error.format("#N/A")) == "#N/A"
    assert cell(error.format("Err:502")) == "#ERROR!"


def test_a_learner_number_that_was_destroyed_by_a_date_format_is_an_error() -> None:
    assert typed("date", "#FMT", date_value="-000-32768-01-01T00:00:00") == "#ERROR!"


def test_blanks_line_breaks_links_and_comments_in_a_text() -> None:
    text = '<text:p>a<text:s text:c="2"/><text:span>b</text:span><text:tab/>c<text:line-break/><text:a>d</text:a></text:p><text:p>e</text:p>'
    comment = "<office:annotation><text:p>a comment</text:p></office:annotation>"
    assert cell(f'<table:table-cell office:value-type="string">{comment}{text}</table:table-cell>') == "a  b\tc\nd\ne"


def test_repeated_and_merged_cells_stand_in_their_columns() -> None:
    xml = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="string">'
        '<text:p>a</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="string"><text:p>b</text:p>'
        "</table:table-cell></table:table-row>"
    )
    (sheet,) = read_document(ods({"Sheet1": xml}), "x", lambda _: 0).sheets
    assert [list(record) for record in sheet.records] == [["a", "a", None, "b"]] * 2


def test_a_hidden_sheet_and_rows_that_a_filter_hides() -> None:
    filtered = ROWS.replace("<table:table-row>", '<table:table-row table:visibility="filter">', 2)
    extract = read_extract(ods({"Y11": filtered, "Old": ROWS}, head=HIDDEN), PATH)
    assert extract.sheets["reason"].to_list() == [None, "hidden"]
    assert the(extract, "filter_active").sheet == "Y11"
    assert extract.rows.height == 3


def test_the_1904_system_is_noted() -> None:
    settings = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    assert read_extract(ods({"Y11": ROWS}, settings=settings), PATH).sheets["date_system"].to_list() == [1904]


def test_a_password_is_named_as_such() -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    assert rules(read_extract(ods({"Y11": ROWS}, manifest=manifest), PATH)) == {"password_protected"}


def test_a_filled_row_that_is_repeated_to_the_bottom_is_refused() -> None:
    endless = ROWS.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    assert "1,048,576" in the(read_extract(ods({"Y11": endless}), PATH), "sheet_too_large").message


def test_entities_that_grow_without_end_are_damage() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    content = f'<?xml version="1.0"?>{bomb}]><a>&j;</a>'.encode()
    data = archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    assert rules(read_extract(data, PATH)) == {"unreadable_workbook"}


@given(cut=st.integers(0, 5000))
@settings(max_examples=60)
def test_a_part_of_a_file_is_never_a_fault_of_ours(cut: int) -> None:
    data = ods({"Y11": ROWS})
    extract = read_extract(data[: cut % len(data)], PATH)
    assert "reading_fault" not in rules(extract)
    assert extract.rows.height == 0
