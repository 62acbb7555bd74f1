"""Small files of every format to start from. Pupils' cells carry `MARKER`, a word that no title and no rule holds."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache

import openpyxl
import xlsxwriter

from tests.corpus.clean import RECIPES, clean
from tests.corpus.network import school
from tests.corpus.table import Cell, Table
from tests.corpus.writers import FORMATS, write
from tests.intake.spreadsheet_samples import ods, ods_rows, xls

MARKER = "Zyxwquill"
FORMS: Mapping[str, tuple[str, ...]] = {
    "csv": tuple(form for form, written in FORMATS.items() if written.suffix in (".csv", ".tsv")),
    "xlsx": ("xlsx", "xlsx_text"),
    "ods": ("ods",),
    "html": ("xls_html",),
    "zip": ("zip",),
}
_MARKED = ("surname", "forename", "destination_provider", "form", "postcode", "course")
_PUPILS = 6
TITLES = ["UPN", "Surname", "Forename", "Date of birth", "Destination type", "Destination provider", "Notes"]
ROWS: list[list[Cell]] = [
    ["B801200005001", MARKER, "Zoë", date(2010, 2, 1), "Sixth form", f"{MARKER} Hall", f"said, “{MARKER}”"],
    ["P207000016049", f"O’{MARKER}", f'"{MARKER}"', date(2009, 12, 11), "Apprenticeship", f"{MARKER} & Sons", 7],
    ["Y202400025001", f"{MARKER}-Young", "Ada", date(2010, 8, 30), MARKER, None, f"two\nlines of {MARKER}"],
]


@cache
def tables() -> tuple[Table, ...]:
    """Clean tables of a few pupils, marked; half with something above the titles or beneath the rows."""
    return tuple(_table(place, recipe) for place, recipe in enumerate(RECIPES))


def _table(place: int, recipe: str) -> Table:
    table = clean(recipe, school(place, RECIPES[recipe].school), 100 * place).table
    table.rows = table.rows[:_PUPILS]
    for column in _MARKED:
        if table.has(column):
            for number in range(0, _PUPILS, 2):
                table.set(number, column, f"{MARKER} {table.get(number, column)}")
    if place % 4 == 1:
        table.above = [["Leavers"], []]
    if place % 4 == 2:
        table.rows.append(["Total", *[None] * (len(table.headers) - 2), _PUPILS])
    return table


@cache
def seeds(form: str) -> tuple[bytes, ...]:
    """The files to damage: csv, xlsx, ods, html, zip, xls or xml."""
    written = [write(table, name).data for table in tables()[::3] for name in FORMS.get(form, ())]
    return (*written, *ODD[form]())


def _as_csv(rows: Sequence[Sequence[object]], encoding: str = "utf-8", **writer: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, **writer).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode(encoding)


def _csvs() -> list[bytes]:
    rows = [TITLES, *ROWS]
    doubled = [
        ["Pupil", "", "", "", "Intended", "Intended", ""],
        ["UPN", "Surname", "Forename", "DOB", "Type", "Provider"],
    ]
    return [
        b"sep=;\r\n" + _as_csv(rows, delimiter=";"),
        _as_csv([["Hollins Academy"], [], *rows, [], ["Total", 3], ["Printed 01/09/2026"]], lineterminator="\n"),
        _as_csv([*doubled, *ROWS], "cp1252", delimiter="|"),
        _as_csv([[*TITLES, "Surname", "UPN"], *[[*row, MARKER, row[0]] for row in ROWS]], "utf-16-le"),
        _as_csv(rows, lineterminator="\r"),
    ]


def _xlsxs() -> list[bytes]:
    out, plain = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True})
    page, day = book.add_worksheet("Leavers"), book.add_format({"num_format": "dd/mm/yyyy"})
    clock, bold = book.add_format({"num_format": "hh:mm"}), book.add_format({"bold": True})
    page.write_row(2, 1, [*TITLES, "Left at", "EHCP", "Looked up", "Score"])
    for line, row in enumerate(ROWS, 3):
        page.write_row(line, 1, row[:3])
        page.write_datetime(line, 4, row[3], day)
        page.write_row(line, 5, row[4:])
        page.write_datetime(line, 8, time(9, 5), clock)
        page.write_boolean(line, 9, line % 2 == 0)
        page.write_formula(line, 10, "=VLOOKUP(B4,A:A,1)", None, "#N/A" if line % 2 else MARKER)
        page.write_number(line, 11, 1.5e-7 * 10 ** (line * 2))
    page.write_rich_string(6, 2, bold, MARKER, " in bold")
    page.merge_range(0, 0, 0, 5, "Hollins Academy")
    page.autofilter(2, 1, 5, 6)
    page.filter_column(2, "x == Abara")
    book.add_worksheet("Beside").write(0, 0, MARKER)
    hidden = book.add_worksheet("Hidden")
    hidden.write_row(0, 0, TITLES)
    hidden.hide()
    book.close()
    other = openpyxl.Workbook()
    other.active.append(TITLES)
    for row in ROWS:
        other.active.append(row)
    other.active.append(["=1/0", True, datetime(2026, 9, 1, 14, 5, 6, 250000), 12345678901, 1e21, "_x000D_", " x "])
    other.save(plain)
    inline = io.BytesIO()
    with xlsxwriter.Workbook(inline, {"constant_memory": True}) as memory:
        sheet = memory.add_worksheet()
        for line, row in enumerate([TITLES, *ROWS]):
            sheet.write_row(line, 0, [str(cell) for cell in row])
    return [out.getvalue(), plain.getvalue(), inline.getvalue()]


_ODS_ODD = (
    '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row><table:table-row>"
    '<table:table-cell office:value-type="date" office:date-value="2010-02-03T14:05:06"><text:p>3/2/10</text:p>'
    '</table:table-cell><table:table-cell office:value-type="time" office:time-value="PT09H05M00S"/>'
    '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50 %</text:p></table:table-cell>'
    '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>a<text:s text:c="3"/>b'
    f"<text:tab/><text:span>{MARKER}</text:span></text:p><text:p>second</text:p></table:table-cell>"
    '<table:table-cell calcext:value-type="error" office:value-type="string"><text:p>#N/A</text:p></table:table-cell>'
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>'
)


def _odss() -> list[bytes]:
    rows = ods_rows([TITLES, *[[str(cell) if isinstance(cell, date) else cell for cell in row] for row in ROWS]])
    null_date = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    hidden = '<style:style style:name="of B"><style:table-properties table:display="false"/></style:style>'
    return [
        ods({"A": rows + _ODS_ODD, "B": rows}, head=hidden, settings=null_date),
        ods({"Year 11": _ODS_ODD + rows, "Year 12": ods_rows([["Total", 3]])}),
    ]


def _htmls() -> list[bytes]:
    cells = "".join(f"<th>{title}" for title in TITLES)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) for row in ROWS)
    nested = f"<td><table><tr><td>{MARKER}<td>&Eacute;&#233;&nbsp;&#x1F600;</table>"
    return [
        f"<!DOCTYPE html><title>x</title><table><tr>{cells}{rows}<tr>{nested}<td rowspan=2 colspan=3>a<br>b<tr><td>c"
        f"</table><table><tr><td>Total<td>3</table><script>if (1<2) '{MARKER}'</script>".encode(),
        b'<html><meta charset="windows-1252"><body>' + f"<table><tr>{cells}</tr>{rows}</table>".encode("cp1252"),
        ("\ufeff" + f"<table><tbody><tr>{cells}</tr>{rows}</tbody><!-- end --></table>").encode("utf-16-le"),
    ]


def _zips() -> list[bytes]:
    lists = {"Y11-final/a.csv": _csvs()[1], "b/é.xls": _htmls()[1], "c.ods": _odss()[0], "~$d.xlsx": b"lock"}
    more = {
        "2025-26/Year 11/final.xlsx": _xlsxs()[0],
        "letter.pdf": b"%PDF-1.7",
        "e.zip": packed({"f.csv": _csvs()[0]}),
    }
    return [packed(lists), packed(more), packed({"../outside.csv": _csvs()[0], "inside.csv": _csvs()[4]})]


def packed(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _xlss() -> list[bytes]:
    rows = [[str(cell) if isinstance(cell, date) else cell for cell in row] for row in ROWS]
    return [
        xls({"Leavers": [TITLES, *rows], "Hidden": [["x", 1.5, True, (40213.5,)]]}, hidden=["Hidden"]),
        xls({"A": [["#N/A", MARKER], TITLES, *rows]}, date_1904=True, filtered=["A"]),
    ]


def _xmls() -> list[bytes]:
    def cell(value: object) -> str:
        kind = "Number" if isinstance(value, int) else "DateTime" if isinstance(value, date) else "String"
        text = f"{value}T00:00:00.000" if kind == "DateTime" else str(value).replace("&", "&amp;")
        return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'

    rows = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in [TITLES, *ROWS])
    odd = '<Row ss:Index="9"><Cell ss:Index="3" ss:MergeAcross="2"><Data ss:Type="Boolean">1</Data></Cell></Row>'
    names = (
        ' xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )
    sheet = f'<Worksheet ss:Name="Leavers"><Table>{rows}{odd}</Table></Worksheet>'
    return [f'<?xml version="1.0"?><Workbook{names}>{sheet}</Workbook>'.encode()]


ODD = {"csv": _csvs, "xlsx": _xlsxs, "ods": _odss, "html": _htmls, "zip": _zips, "xls": _xlss, "xml": _xmls}
