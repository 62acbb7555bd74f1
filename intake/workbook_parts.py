"""What calamine doesn't look at in an Excel workbook (.xlsx): checksums, cells in the far corner, the date system,
filters that are on.

Looked up in the parts of the archive with plain searches, so that a workbook that calamine reads is never refused for
being odd XML.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from intake.document import NotReadableError
from intake.findings import found
from intake.letters import column_letter, column_number

# 100,000 rows of fifty columns; calamine allocates the whole rectangle before it reads the first cell
MOST_CELLS = 5_000_000
MOST_BYTES = 500_000_000
DAMAGED = "it is damaged or only part of it was copied"
# attributes as calamine tells them apart: a ">" in quotation marks ends no tag
_INSIDE = rb"((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])" + _INSIDE)
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])" + _INSIDE)
_IS_PLACE = rb"(?<![\w:.-])r\s*=\s*[\"']"
_PLACE = re.compile(_IS_PLACE + rb"([A-Za-z]{1,3})(\d{1,7})[\"']")
_NO_PLACE = re.compile(_IS_PLACE + rb"(?![A-Za-z]{1,3}\d{1,7}[\"'])")
_ROW_NUMBER = re.compile(_IS_PLACE + rb"(\d+)")
_TEXTS = re.compile(rb"<(?:[\w.-]+:)?sst(?=[\s/>])" + _INSIDE)
_UNIQUE = re.compile(rb"uniqueCount\s*=\s*[\"'](\d+)")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DATE_1904 = re.compile(r"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_FILTER = re.compile(rb"<(?:\w+:)?filterColumn\b|<(?:\w+:)?sheetPr\b[^>]*\bfilterMode=[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True)
class Parts:
    """The date system, 1900 or 1904, and the names of the sheets on which a filter is on."""

    date_system: int
    filtered: frozenset[str]


def look_into(data: bytes) -> Parts:
    """Look into the archive. Raises NotReadableError where it is damaged, or a sheet is impossibly large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise NotReadableError(found("unreadable_workbook", why="unpacked, it would be larger than 500 MB"))
            return _look(archive)
    except NotReadableError:
        raise
    except Exception as error:
        raise NotReadableError(found("unreadable_workbook", why=DAMAGED)) from error


def _look(archive: zipfile.ZipFile) -> Parts:
    filtered = set()
    for member in archive.infolist():
        # all of them, for their checksums, which calamine doesn't look at; a sheet may lie in any
        xml = archive.read(member)
        _refuse_miscounted(xml)
        if b"sheetData" in xml:
            _refuse_giant(xml)
            if _FILTER.search(xml) or (b"tablePart" in xml and _has_filtered_table(archive, member.filename)):
                filtered.add(member.filename.replace("\\", "/").lower())
    workbook = _text(archive, "xl/workbook.xml")
    names = {name for name, part in _sheets(archive, workbook) if part.lower() in filtered}
    return Parts(1904 if _DATE_1904.search(workbook) else 1900, frozenset(names))


def _refuse_miscounted(xml: bytes) -> None:
    """A list of texts that states more than its bytes can hold: calamine reserves memory for as many as it states."""
    stated = _TEXTS.search(xml[:4096])
    if stated and any(int(count) > len(xml) for count in _UNIQUE.findall(stated[0])):
        raise NotReadableError(found("unreadable_workbook", why=DAMAGED))


def _refuse_giant(xml: bytes) -> None:
    cells = [attributes for attributes in _CELL.findall(xml) if not attributes.endswith(b"/")]
    attributes = b"\n".join(cells)
    if _NO_PLACE.search(attributes):
        raise NotReadableError(found("unreadable_workbook", why=DAMAGED))
    places = _PLACE.findall(attributes)
    rows = max((int(row) for _, row in places), default=0)
    columns = max(
        (column_number(letters.decode().upper()) for letters in {letters for letters, _ in places}), default=1
    )
    if len(places) < len(cells):
        # some exports leave out the places of cells, which then stand one after the other
        numbers = _ROW.findall(xml)
        rows = max(rows, *(int(row) for row in _ROW_NUMBER.findall(b"\n".join(numbers))), 0) + len(numbers)
        columns += max(len(_CELL.findall(row)) for row in _ROW.split(xml)[::2])
    if rows * columns > MOST_CELLS:
        raise NotReadableError(found("sheet_too_large", rows=f"{rows:,}", letter=column_letter(columns)))


def _has_filtered_table(archive: zipfile.ZipFile, sheet: str) -> bool:
    folder, name = posixpath.split(sheet)
    tables = (part for _, part in _relations(archive, folder, f"{folder}/_rels/{name}.rels") if "/tables/" in part)
    return any(_FILTER.search(archive.read(part)) for part in tables if part in archive.namelist())


def _sheets(archive: zipfile.ZipFile, workbook: str) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part of the archive that holds it."""
    parts = dict(_relations(archive, "xl", "xl/_rels/workbook.xml.rels"))
    for tag in _SHEET.findall(workbook):
        attributes = _attributes(tag)
        yield attributes.get("name", ""), parts.get(attributes.get("id", ""), "")


def _relations(archive: zipfile.ZipFile, folder: str, part: str) -> Iterator[tuple[str, str]]:
    for tag in _RELATION.findall(_text(archive, part)):
        attributes = _attributes(tag)
        target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
        yield attributes.get("Id", ""), target.lstrip("/")


def _attributes(tag: str) -> dict[str, str]:
    """Attributes by name, without the prefix: `r:id` is `id`."""
    return {
        name.rpartition(":")[2]: html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)
    }


def _text(archive: zipfile.ZipFile, part: str) -> str:
    return archive.read(part).decode("utf-8", "replace") if part in archive.namelist() else ""
