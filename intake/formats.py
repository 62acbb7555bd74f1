"""Which format a file is, by its first bytes and never by its name, and what to say of one that is no spreadsheet.

To add a format: a module with `read(data, ...) -> Document`, and one line in `read_document`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from intake import delimited, workbook
from intake.document import Document, NotReadableError, Record
from intake.findings import SAVE_AS, found

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
    (b"7z\xbc\xaf\x27\x1c", "unsupported_format", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "unsupported_format", "a RAR archive", UNPACK),
    (b"\x1f\x8b", "unsupported_format", "a gzip archive", UNPACK),
    (b"PK\x05\x06", "not_a_spreadsheet", "an empty ZIP archive", SEND_TABLE),
)
MARKUP: tuple[tuple[tuple[bytes, ...], str, str, str], ...] = (
    (
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<style"),
        "not_a_spreadsheet",
        "a web page",
        SAVE_AS,
    ),
    ((b"<?xml", b"<workbook", b"<ctfile"), "not_a_spreadsheet", "an XML file", SEND_TABLE),
)
# a member of the archive -> rule, what it is, what to do
ARCHIVES: tuple[tuple[str, str, str, str], ...] = (
    ("xl/workbook.bin", "unsupported_format", "a binary Excel workbook (.xlsb)", SAVE_AS),
    ("word/document.xml", "not_a_spreadsheet", "a Word document", SEND_TABLE),
    ("ppt/presentation.xml", "not_a_spreadsheet", "a PowerPoint presentation", SEND_TABLE),
    ("index/document.iwa", "unsupported_format", "an Apple Numbers or Pages document", SAVE_AS),
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_document(data: bytes, filename: str, looks_like_titles: Callable[[list[Record]], int]) -> Document:
    """Read one file. `looks_like_titles(records)` counts the known titles in the best row, to tell delimiters apart.

    Raises NotReadableError with the one finding that says why there is nothing to read.
    """
    if not data.strip(b"\x00 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"):
        raise NotReadableError(found("empty_file"))
    if filename.startswith("~$"):
        _refuse("not_a_spreadsheet", "the lock that Excel keeps while a workbook is open", "Drop the workbook itself.")
    for start, rule, what, cure in SIGNATURES:
        if data.startswith(start):
            _refuse(rule, what, cure)
    if data.startswith(OLE):
        _refuse_ole(data)
    if data.startswith(b"PK\x03\x04"):
        return _read_archive(data)
    _refuse_markup(data)
    return delimited.read(data, looks_like_titles)


def _refuse(rule: str, what: str, cure: str) -> None:
    raise NotReadableError(found(rule, what=what, cure=cure))


def _refuse_ole(data: bytes) -> None:
    """The container of Office 97–2003, and of every Office file with a password: its directory names tell which."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotReadableError(found("password_protected"))
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book\x00")):
        _refuse("unsupported_format", "an old Excel workbook (.xls)", SAVE_AS)
    _refuse("not_a_spreadsheet", "an old Office document", SEND_TABLE)


def _refuse_markup(data: bytes) -> None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip().lower()
    if head.startswith(b"<?xml") and b"excel.sheet" in head:
        _refuse("unsupported_format", "an Excel 2003 XML spreadsheet", SAVE_AS)
    if head.startswith(b"<?xml") and b"<html" in head:
        _refuse("not_a_spreadsheet", "a web page", SAVE_AS)
    for starts, rule, what, cure in MARKUP:
        if head.startswith(starts):
            _refuse(rule, what, cure)


def _read_archive(data: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
            mimetype = archive.read("mimetype")[:80] if "mimetype" in members else b""
    except Exception as error:
        # zipfile meets damage with half a dozen unrelated exceptions; to the sender they are one thing
        raise NotReadableError(
            found("unreadable_workbook", why="it is damaged or only part of it was copied")
        ) from error
    if "xl/workbook.xml" in members:
        return workbook.read(data)
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        _refuse("unsupported_format", "an OpenDocument spreadsheet (.ods)", SAVE_AS)
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        _refuse("not_a_spreadsheet", "an OpenDocument text or presentation", SEND_TABLE)
    for member, rule, what, cure in ARCHIVES:
        if member in members:
            _refuse(rule, what, cure)
    raise NotReadableError(found("unsupported_format", what="a ZIP archive", cure=UNPACK))
