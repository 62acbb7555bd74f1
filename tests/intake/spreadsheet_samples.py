"""Spreadsheets that no library here can write, byte by byte or by LibreOffice, and archives of them."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import pytest

ODF = "urn:oasis:names:tc:opendocument:xmlns"
SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def converted(data: bytes, suffix: str, folder: Path) -> bytes:
    """An .xlsx as LibreOffice saves it in another format."""
    assert SOFFICE
    source = folder / "source.xlsx"
    source.write_bytes(data)
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", suffix]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(source)], check=True, capture_output=True, timeout=120
    )
    return (folder / "out" / f"source.{suffix}").read_bytes()


def archive(members: Mapping[str, bytes] | Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items() if isinstance(members, Mapping) else members:
            file.writestr(name, content)
    return out.getvalue()


def ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def ods_rows(rows: Sequence[Sequence[object]]) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods(sheets: Mapping[str, str], *, head: str = "", settings: str = "", manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument spreadsheet; `sheets` maps names to the XML of their rows (`ods_rows`)."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}" table:style-name="of {escape(name)}">{rows}</table:table>'
        for name, rows in sheets.items()
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        + "".join(f' xmlns:{part}="{ODF}:{part}:1.0"' for part in ("office", "table", "text", "style", "drawing"))
        + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{head}</office:automatic-styles><office:body><office:spreadsheet>{settings}{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": content.encode(),
        }
    )


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _biff_text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    date_1904: bool = False,
    hidden: Sequence[str] = (),
    filtered: Sequence[str] = (),
    more: bytes = b"",
) -> bytes:
    """An old workbook (BIFF8, without the container that Excel puts around it): texts, numbers, booleans; a tuple is
    (serial number,) in a cell that is formatted as a date. `more`: further records for the workbook."""
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    plain, dated = (struct.pack("<HHHBBBBIIH", 0, form, 0, 0x20, 0, 0, 0, 0, 0, 0) for form in (0, 14))
    start = record(0x809, bof) + more + record(0x22, struct.pack("<H", date_1904))
    start += record(0xE0, plain) * 16 + record(0xE0, dated)
    parts = {name: _biff_sheet(rows, name in filtered) for name, rows in sheets.items()}
    bounds = [
        struct.pack("<BB", name in hidden, 0) + struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
        for name in sheets
    ]
    place = len(start) + sum(len(bound) + 8 for bound in bounds) + 4
    for bound, part in zip(bounds, parts.values(), strict=True):
        start += record(0x85, struct.pack("<I", place) + bound)
        place += len(part)
    return start + record(0x0A) + b"".join(parts.values())


def _biff_sheet(rows: Sequence[Sequence[object]], filtered: bool) -> bytes:
    out = record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    out += record(0x9B) if filtered else b""
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", line, column, 0)
            if isinstance(value, bool):
                out += record(0x205, place + bytes([value, 0]))
            elif isinstance(value, str) and value.startswith("#N/A"):
                out += record(0x205, place + bytes([0x2A, 1]))
            elif isinstance(value, str):
                out += record(0x204, place + _biff_text(value)) if value else b""
            elif isinstance(value, tuple):
                out += record(0x203, struct.pack("<HHHd", line, column, 16, value[0]))
            elif isinstance(value, int | float):
                out += record(0x203, place + struct.pack("<d", value))
    return out + record(0x0A)
