"""ZIP archives of lists: one document whose sheets are the sheets of all files inside.

Nothing is ever written to disk: a file's path inside the archive is a label, and the words in it (Y11-final) help to
find the collection. What can't be read is named, and the rest is read. What a file holds isn't known here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath

from domain.findings import Finding, Severity
from intake.document import IN_ARCHIVE, Document, NotReadableError, Sheet, unique
from intake.findings import found
from intake.workbook_parts import DAMAGED

MOST_FILES = 50
MOST_BYTES = 200_000_000
MOST_TIMES = 200
DENSE_FROM = 1_000_000
UNREAD = "not read"
# what operating systems and Excel put beside the files
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$[^/]*$|\._[^/]*$)", re.IGNORECASE)
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")
_ENCRYPTED, _UTF8 = 0x1, 0x800

ReadMember = Callable[[bytes, str], Document]


def read(data: bytes, read_member: ReadMember) -> Document:
    """Read all files of the archive. `read_member(data, filename)` reads one, or raises NotReadableError.

    Raises NotReadableError where the archive is damaged, holds too much, or nothing that can be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info, path) for info in archive.infolist() if (path := _path(info))]
            _refuse_excess([info for info, _ in members])
            read = [(path, _read_member(archive, info, path, read_member)) for info, path in members]
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as error:
        raise NotReadableError(found("unreadable_archive", why=DAMAGED)) from error
    return _together(read)


def _path(info: zipfile.ZipInfo) -> str | None:
    """The path of a file inside the archive; None for a folder, and for what nobody put there on purpose."""
    path = info.filename.replace("\\", "/")
    if not info.flag_bits & _UTF8:
        # macOS writes UTF-8 without saying so, and zipfile then reads the letters of old DOS
        with suppress(UnicodeError):
            path = path.encode("cp437").decode("utf-8")
    if path.endswith("/") or _LITTER.search(path):
        return None
    return path.removeprefix("./") or "unnamed"


def _refuse_excess(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_FILES:
        raise NotReadableError(found("archive_too_many_files", files=len(members), most=MOST_FILES))
    size = sum(info.file_size for info in members if not _is_dense(info))
    if size > MOST_BYTES:
        megabytes = f"{size // 1_000_000:,}"
        raise NotReadableError(found("archive_too_large", size=megabytes, most=MOST_BYTES // 1_000_000))


def _is_dense(info: zipfile.ZipInfo) -> bool:
    return info.file_size > DENSE_FROM and info.file_size > MOST_TIMES * info.compress_size


def _read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, read_member: ReadMember
) -> Document | Finding:
    """One file, read; or the finding that says why it wasn't."""
    if _OUTSIDE.search(path):
        return found("archive_member_path")
    if info.flag_bits & _ENCRYPTED:
        return found("archive_member_locked")
    if _is_dense(info):
        return found("archive_member_too_dense", times=MOST_TIMES)
    try:
        data = archive.read(info)
    except Exception:
        # each way of packing has its own exceptions for damage; to the sender they are one thing
        return found("archive_member_damaged")
    try:
        return read_member(data, PurePosixPath(path).name)
    except NotReadableError as error:
        return _mildly(error.finding)


def _mildly(finding: Finding) -> Finding:
    """A letter that lies beside the lists is nothing to hold anybody up."""
    if finding.rule != "not_a_spreadsheet":
        return finding
    repair = (
        f"Nothing to do if it holds no list of pupils. If it does: {finding.repair[:1].lower()}{finding.repair[1:]}"
    )
    return replace(finding, severity=Severity.NOTICE, repair=repair)


def _together(members: Sequence[tuple[str, Document | Finding]]) -> Document:
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    names: set[str] = set()
    for path, read in members:
        if isinstance(read, Finding):
            name = unique(path, names)
            sheets.append(Sheet(name, len(sheets) + 1, (), (), skipped=UNREAD))
            findings.append(replace(read, sheet=name))
            continue
        named = {sheet.name: unique(_label(path, sheet), names) for sheet in read.sheets}
        all_hidden = all(sheet.hidden for sheet in read.sheets)
        for sheet in read.sheets:
            hidden = sheet.hidden and not all_hidden
            sheets.append(replace(sheet, name=named[sheet.name], number=len(sheets) + 1, hidden=hidden))
        findings += _renamed(read.findings, named)
    if all(sheet.skipped for sheet in sheets):
        raise NotReadableError(found("archive_without_list", why=_reasons(findings)))
    return Document("zip", None, tuple(sheets), tuple(findings))


def _label(path: str, sheet: Sheet) -> str:
    return f"{path}{IN_ARCHIVE}{sheet.name}" if sheet.name else path


def _renamed(findings: Sequence[Finding], named: dict[str, str]) -> Iterator[Finding]:
    """What blamed a whole file blames each of its sheets, so that the archive's other files are not held."""
    for finding in findings:
        for sheet in named.values() if finding.sheet is None else [named[finding.sheet]]:
            yield replace(finding, sheet=sheet)


def _reasons(findings: Sequence[Finding]) -> str:
    named = "; ".join(
        f"“{finding.sheet}”: {finding.message[:1].lower()}{finding.message[1:-1]}" for finding in findings[:3]
    )
    more = f"; and {len(findings) - 3} more" if len(findings) > 3 else ""
    return f" ({named}{more})" if named else ""
