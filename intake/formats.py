"""Which format a file is, by its first bytes and never by its name, and what to say of one that is no spreadsheet.

To add a format: a module with `read(data, ...) -> Document`, and one line where its first bytes, or its parts, are
told.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

from intake import archive, delimited, old_workbook, open_document, spreadsheet_xml, web_page, workbook
from intake.document import Document, NotReadableError, Record, unique
from intake.findings import SAVE_AS, found
from intake.workbook_parts import DAMAGED

UNPACK = "Unpack it and drop the files that are inside, one by one."
SEND_TABLE = "Drop the table it was made from: a workbook (.xlsx) or a CSV export from your system."

# first bytes -> rule, what it is, what to do
SIGNATURES: tuple[tuple[bytes, str, str, str], ...] = (
    (b"%PDF", "not_a_spreadsheet", "a PDF document", SEND_TABLE),
    (b"\x89PNG", "not_a_spreadsheet", "a picture (PNG)", SEND_TABLE),
    (b"\xff\xd8\xff", "not_a_spreadsheet", "a picture (JPEG)", SEND_TABLE),
    (b"GIF8", "not_a_spreadsheet", "a picture (GIF)", SEND_TABLE),
    (b"II*\x00", "not_a_spreadsheet", "a picture (TIFF)", SEND_TABLE),
    (b"MM\x00*", "not_a_spreadsheet", "a picture (TIFF)", SEND_TABLE),
    (b"{\\rtf", "not_a_spreadsheet", "a text document (RTF)", SEND_TABLE),
    (b"SQLite format 3", "not_a_spreadsheet", "a database (SQLite)", SEND_TABLE),
    (b"MIME-Version:", "unsupported_format", "a web archive (.mht)", SAVE_AS),
    (b"7z\xbc\xaf\x27\x1c", "unsupported_format", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "unsupported_format", "a RAR archive", UNPACK),
    (b"\x1f\x8b", "unsupported_format", "a gzip archive", UNPACK),
    (b"PK\x05\x06", "not_a_spreadsheet", "an empty ZIP archive", SEND_TABLE),
)
WEB_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<style", b"<div", b"<!--")
XML = (b"<?xml", b"<workbook", b"<ctfile")
# a member of the archive -> rule, what it is, what to do
PACKED: tuple[tuple[str, str, str, str], ...] = (
    ("xl/workbook.bin", "unsupported_format", "a binary Excel workbook (.xlsb)", SAVE_AS),
    ("word/document.xml", "not_a_spreadsheet", "a Word document", SEND_TABLE),
    ("ppt/presentation.xml", "not_a_spreadsheet", "a PowerPoint presentation", SEND_TABLE),
    ("index/document.iwa", "unsupported_format", "an Apple Numbers or Pages document", SAVE_AS),
)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
# what the first file of a packed workbook is called
_WORKBOOK_STARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"mimetype")

LooksLikeTitles = Callable[[list[Record]], int]


def read_document(data: bytes, filename: str, looks_like_titles: LooksLikeTitles, *, packed: bool = False) -> Document:
    """Read one file. `looks_like_titles(records)` counts the known titles in the best row, to tell delimiters apart;
    `packed`: the file lies in an archive, in which another is not opened.

    Raises NotReadableError with the one finding that says why there is nothing to read.
    """
    document = _read(data, filename, looks_like_titles, packed)
    if len({sheet.name for sheet in document.sheets}) == len(document.sheets):
        return document
    taken: set[str] = set()
    return replace(document, sheets=tuple(replace(sheet, name=unique(sheet.name, taken)) for sheet in document.sheets))


def _read(data: bytes, filename: str, looks_like_titles: LooksLikeTitles, packed: bool) -> Document:
    if not data.strip(b"\x00 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"):
        raise NotReadableError(found("empty_file"))
    if filename.startswith("~$"):
        _refuse("not_a_spreadsheet", "the lock that Excel keeps while a workbook is open", "Drop the workbook itself.")
    for start, rule, what, cure in SIGNATURES:
        if data.startswith(start):
            _refuse(rule, what, cure)
    if data.startswith(old_workbook.CONTAINER_START):
        return _read_ole(data)
    if data.startswith(old_workbook.BARE_STARTS):
        return old_workbook.read(data)
    if data.startswith(b"PK\x03\x04"):
        return _read_packed(data, looks_like_titles, packed)
    return _read_markup(data) or delimited.read(data, looks_like_titles)


def _refuse(rule: str, what: str, cure: str) -> None:
    raise NotReadableError(found(rule, what=what, cure=cure))


def _read_ole(data: bytes) -> Document:
    """The container of Office 97–2003, and of every Office file with a password: its directory names tell which."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotReadableError(found("password_protected"))
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book\x00")):
        _refuse("not_a_spreadsheet", "an old Office document", SEND_TABLE)
    return old_workbook.read(data)


def _read_markup(data: bytes) -> Document | None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip().lower()
    if head.startswith(b"<?xml") and b"office:spreadsheet" in head:
        return spreadsheet_xml.read(data)
    if head.startswith(WEB_PAGE) or (head.startswith(b"<?xml") and b"<html" in head):
        return web_page.read(data)
    if head.startswith(XML):
        _refuse("not_a_spreadsheet", "an XML file", SEND_TABLE)
    return None


def _read_packed(data: bytes, looks_like_titles: LooksLikeTitles, packed: bool) -> Document:
    """A workbook of today is a ZIP archive; which, its parts tell. Any other archive holds files of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {name.replace("\\", "/").lstrip("/").lower() for name in package.namelist()}
            mimetype = package.read("mimetype")[:80] if "mimetype" in members else b""
    except Exception as error:
        # zipfile meets damage with half a dozen unrelated exceptions; to the sender they are one thing
        rule = "unreadable_workbook" if data[30:].startswith(_WORKBOOK_STARTS) else "unreadable_archive"
        raise NotReadableError(found(rule, why=DAMAGED)) from error
    if "xl/workbook.xml" in members:
        return workbook.read(data)
    if mimetype.startswith(ODS):
        return open_document.read(data)
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        _refuse("not_a_spreadsheet", "an OpenDocument text or presentation", SEND_TABLE)
    for member, rule, what, cure in PACKED:
        if member in members:
            _refuse(rule, what, cure)
    if packed:
        raise NotReadableError(found("archive_in_archive"))
    return archive.read(data, lambda inside, name: read_document(inside, name, looks_like_titles, packed=True))
