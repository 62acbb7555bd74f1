"""HTML that systems export under the name .xls: its tables are sheets, as a spreadsheet program shows them."""

from __future__ import annotations

import codecs

import pytest
from intake_samples import FOLDER, PUPILS, TITLES, assert_conserved, rules, the

from intake.extract import read_extract
from intake.formats import read_document

PATH = FOLDER + "leavers.xls"


def table(rows: object = (TITLES, *PUPILS)) -> str:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)  # type: ignore[attr-defined]
    return f"<table border=1>\n{cells}</table>"


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    return f"<html><head>{head}<title>Leavers</title></head>\n<body>{body}</body></html>".encode()


def grid(body: str) -> list[list[list[str | None]]]:
    document = read_document(page(body), "x", lambda _: 0)
    return [[list(record) for record in sheet.records] for sheet in document.sheets]


def test_the_table_of_a_page_is_a_sheet_without_a_name() -> None:
    extract = read_extract(page("<h1>Leavers</h1>" + table()), PATH)
    assert (extract.format, extract.encoding) == ("html", "utf-8")
    assert extract.sheets.select("sheet", "state", "header_line").rows() == [("", "read", 1)]
    assert extract.rows["line"].to_list() == [2, 3, 4]
    assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]
    assert_conserved(extract)


def test_several_tables_are_numbered_and_empty_ones_are_none() -> None:
    extract = read_extract(page(table([["Hollins School", "Leavers"]]) + "<table></table>" + table()), PATH)
    assert extract.sheets.select("sheet", "state").rows() == [("Table 1", "skipped"), ("Table 2", "read")]
    assert extract.rows.height == 3


def test_entities_are_letters_and_only_br_and_paragraphs_break_lines() -> None:
    assert grid(
        "<table><tr><td> O&rsquo;Neill &amp;\n   Sons &#233;<br>Flat&nbsp;2<td><p>a</p><p>b</p><td>&nbsp;</table>"
    ) == [[["O’Neill & Sons é\nFlat\xa02", "a\nb", ""]]]


def test_cells_and_rows_that_are_never_closed_are_closed_by_the_next() -> None:
    assert grid("<TABLE><TR><TH>UPN<TH>Surname<TR><TD>A<TD>Young<TR><TD>B<TD>Old") == [
        [["UPN", "Surname"], ["A", "Young"], ["B", "Old"]]
    ]


def test_merged_cells_stand_in_their_first_cell() -> None:
    merged = "<table><tr><td colspan=2>a<td rowspan=3>b<tr><td>c<td>d<tr><td>e<td>f<tr><td>g<td>h<td>i</table>"
    assert grid(merged) == [[["a", None, "b"], ["c", "d", None], ["e", "f", None], ["g", "h", "i"]]]


def test_a_merged_cell_above_moves_the_cells_beside_it() -> None:
    assert grid("<table><tr><td rowspan=2>Y11<td>a<tr><td>b</table>") == [[["Y11", "a"], [None, "b"]]]


def test_a_table_inside_a_layout_table_is_a_sheet_of_its_own() -> None:
    extract = read_extract(page(f"<table><tr><td>Menu<td>{table()}<tr><td>Foot</table>"), PATH)
    assert extract.rows["line"].to_list() == [2, 3, 4]
    assert extract.sheets["sheet"].to_list() == ["Table 1", "Table 2"]


def test_scripts_styles_and_comments_are_not_part_of_a_cell() -> None:
    assert grid("<table><tr><td><style>td {x}</style>a<script>var b = '</td>';</script><!-- c --></td></table>") == [
        [["a"]]
    ]


@pytest.mark.parametrize(
    ("head", "codec", "mark", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8", b"", "utf-8"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252", b"", "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252", b"", "cp1252"),
        ('<meta charset="utf-8">', "cp1252", b"", "cp1252"),
        ("", "cp1252", b"", "cp1252"),
        ("", "utf-8", b"", "utf-8"),
        ('<meta charset="unicode">', "utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ('<meta charset="x-no-such">', "utf-8", codecs.BOM_UTF8, "utf-8-sig"),
    ],
)
def test_letters_are_read_by_mark_declaration_or_bytes(head: str, codec: str, mark: bytes, encoding: str) -> None:
    data = mark + page(table(), head).decode().encode(codec)
    extract = read_extract(data, PATH)
    assert extract.encoding == encoding
    assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]
    assert extract.rows["forename"][0] == "Zoë"


def test_a_sign_in_page_that_was_saved_by_mistake_is_called_one() -> None:
    extract = read_extract(page("<table><tr><td>Password<td><input type='password'></table>"), PATH)
    assert "sign-in page" in the(extract, "not_a_spreadsheet").message


def test_a_page_without_a_table_is_no_spreadsheet() -> None:
    assert rules(read_extract(page("<p>Your session has ended."), PATH)) == {"not_a_spreadsheet"}


def test_a_page_that_claims_endless_columns_is_refused() -> None:
    wide = "<table>" + "<tr><td colspan=999999>x" * 6000 + "</table>"
    assert rules(read_extract(page(wide), PATH)) == {"sheet_too_large"}


def test_a_page_that_never_stops_nesting_is_read() -> None:
    assert "reading_fault" not in rules(read_extract(page("<table><tr><td>" * 20_000 + "x"), PATH))
