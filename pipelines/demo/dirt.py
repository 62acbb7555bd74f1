"""The honest dirt of the demo: eleven faults, applied to sheets before they are written, and listed for tests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePosixPath

from pipelines.demo.files import Sheet
from pipelines.demo.plans import IN_MAY
from pipelines.demo.schools import NEXT_CYCLE

CYCLE = "2025-26"
# A page of nothing in PDF, saved under a spreadsheet's name
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)

_DUPLICATE = ("ivelby-school", 11, "final")
_NEAR_MISS = ("holbeck-grange", 11, "final")
_MISSING_COLUMN = ("oakhanger-school", 11, "intended")
_UNREADABLE = ("burwen-primary", 6, "final")
_RESUBMITTED = ("kestrelbridge-academy", 11, "final")
_NOTHING_SENT = ("marlpit-lane", 13, "final")
_CHECK_LETTER = ("ashmarsh-academy", 11, "final")
_IMPOSSIBLE_DATE = ("cresswater-school", 11, "final")
_MISTYPED_FOLDER = ("fallowfen-academy", 11, "intended")
_WRONG_YEAR = ("harbourne-academy", 12, "intended")
# The collections of which nothing can be read, and the schools whose roll of the last autumn has not come
UNREAD = (_UNREADABLE, _NOTHING_SENT, _MISSING_COLUMN, _WRONG_YEAR)
NO_AUTUMN_ROLL = ("oakhanger-school",)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file (its path under the inbox), its lines, the column, what was sent, what was meant.

    `earlier` is the first file of a resubmission, or the rightly placed twin of a file in an unknown folder.
    """

    path: str
    lines: tuple[int, ...] = ()
    column: str = ""
    sent: str = ""
    meant: str = ""
    earlier: str = ""


Key = tuple[str, str, int | None, str]  # school_id, cycle, year group (None = roll), stage


def _of(sheets: Mapping[Key, Sheet], where: tuple[str, int, str]) -> Sheet:
    school_id, year_group, stage = where
    return sheets[school_id, CYCLE, year_group, stage]


def _row_with(sheet: Sheet, plain: Collection[str], values: Iterable[str] = (), skip: int = 0) -> int:
    """A row with one of these destination types (any, where none is named) of a pupil whose story stays plain."""
    wanted, position, upn = set(values), sheet.column("destination_type"), sheet.column("upn")
    found = [
        number for number, row in enumerate(sheet.rows) if (not wanted or row[position] in wanted) and row[upn] in plain
    ]
    return found[skip]


def _change(sheet: Sheet, number: int, column: str, value: str) -> Fault:
    cell = sheet.rows[number][sheet.column(column)]
    sheet.rows[number][sheet.column(column)] = value
    meant = cell.isoformat() if isinstance(cell, date) else cell or ""
    return Fault(str(sheet.path), (sheet.first_line + number,), column, value, meant)


def _duplicate(sheet: Sheet, plain: Collection[str]) -> Fault:
    number = _row_with(sheet, plain, {"SIXTH_FORM"})
    twin = list(sheet.rows[number])
    twin[sheet.column("destination_type")] = "FE_COLLEGE"
    twin[sheet.column("destination_provider")] = "Colebrook Metropolitan College"
    sheet.rows.append(twin)
    lines = (sheet.first_line + number, sheet.first_line + len(sheet.rows) - 1)
    return Fault(str(sheet.path), lines, "destination_type", "FE_COLLEGE", "SIXTH_FORM")


def _without(sheet: Sheet, column: str) -> Fault:
    position = sheet.column(column)
    header = sheet.headers.pop(position)
    sheet.fields.pop(position)
    for row in sheet.rows:
        row.pop(position)
    return Fault(str(sheet.path), column=column, meant=header)


def _wrong_letter(sheet: Sheet, plain: Collection[str]) -> Fault:
    number = _row_with(sheet, plain, skip=20)
    right = str(sheet.rows[number][sheet.column("upn")])
    return _change(sheet, number, "upn", ("B" if right[0] != "B" else "C") + right[1:])


def _resubmission(sheet: Sheet) -> tuple[Fault, Sheet]:
    """The corrected file: the same rows, three of them confirmed elsewhere a week later."""
    again = replace(
        sheet,
        path=sheet.path.with_name(f"{sheet.path.stem} corrected{sheet.path.suffix}"),
        rows=[list(r) for r in sheet.rows],
    )
    changed = [
        number
        for number, row in enumerate(again.rows)
        if row[again.column("destination_type")] == "Further education college"
    ][:3]
    for number in changed:
        row = again.rows[number]
        row[again.column("destination_type")] = "Apprenticeship"
        row[again.column("destination_provider")] = "Northfold Engineering"
        row[again.column("apprenticeship_level")] = "3"
        row[again.column("verified_by")] = "Employer"
        row[again.column("recorded_on")] = date(2026, 10, 12)
        row[again.column("verified_on")] = date(2026, 10, 12) + timedelta(days=2)
    lines = tuple(again.first_line + number for number in changed)
    fault = Fault(
        str(again.path), lines, "destination_type", "Apprenticeship", "Further education college", str(sheet.path)
    )
    return fault, again


def spoilt(faults: Mapping[str, Fault], files: Mapping[PurePosixPath, Sheet | bytes]) -> set[str]:
    """The UPNs of the pupils who have a row with a fault."""
    upns = {fault.meant for fault in faults.values() if fault.column == "upn"}
    for fault in faults.values():
        sheet = files.get(PurePosixPath(fault.path))
        if isinstance(sheet, Sheet):
            rows = [sheet.rows[line - sheet.first_line] for line in fault.lines]
            upns |= {str(row[sheet.column("upn")]) for row in rows}
    return upns


def soil(
    sheets: dict[Key, Sheet], plain: Collection[str]
) -> tuple[dict[str, Fault], dict[PurePosixPath, Sheet | bytes]]:
    """Change `sheets` in place; return the faults by name, and what to write by path (a sheet, or bytes).

    A single row is made wrong only for a pupil of `plain` (UPNs), whose story doesn't change by it.
    """
    faults: dict[str, Fault] = {}
    absent = sheets.pop((_NOTHING_SENT[0], CYCLE, *_NOTHING_SENT[1:]))
    faults["nothing_sent"] = Fault(str(absent.path.parent))
    faults["autumn_roll_missing"] = Fault(f"{NO_AUTUMN_ROLL[0]}/{NEXT_CYCLE}/roll")
    faults["duplicate_pupil"] = _duplicate(_of(sheets, _DUPLICATE), plain)
    near_miss = _of(sheets, _NEAR_MISS)
    faults["near_miss_code"] = _change(
        near_miss, _row_with(near_miss, plain, {"FE_COLLEGE"}, 2), "destination_type", "FE_COLEGE"
    )
    faults["missing_destination_column"] = _without(_of(sheets, _MISSING_COLUMN), "destination_type")
    faults["upn_check_letter"] = _wrong_letter(_of(sheets, _CHECK_LETTER), plain)
    impossible = _of(sheets, _IMPOSSIBLE_DATE)
    faults["impossible_date"] = _change(
        impossible, _row_with(impossible, plain, {"FE_COLLEGE"}, 1), "recorded_on", "31/09/2026"
    )
    # A school that has not noticed that its first file failed has sent no second one
    sheets.pop((_MISSING_COLUMN[0], CYCLE, _MISSING_COLUMN[1], IN_MAY), None)
    misnamed = _of(sheets, _WRONG_YEAR)
    misnamed.path = misnamed.path.with_name(f"Year 12 intended 2024-25{misnamed.path.suffix}")
    faults["cycle_disagrees"] = Fault(str(misnamed.path), sent="2024-25", meant=CYCLE)
    faults["resubmission"], corrected = _resubmission(_of(sheets, _RESUBMITTED))

    files: dict[PurePosixPath, Sheet | bytes] = {sheet.path: sheet for sheet in sheets.values()}
    files[corrected.path] = corrected
    unreadable = _of(sheets, _UNREADABLE)
    files[unreadable.path] = PDF
    faults["unreadable_file"] = Fault(str(unreadable.path))
    twin = _of(sheets, _MISTYPED_FOLDER)
    folder = twin.path.parts[0].replace("ow", "wo", 1)
    strayed = replace(twin, path=PurePosixPath(folder, *twin.path.parts[1:]))
    files[strayed.path] = strayed
    faults["unknown_folder"] = Fault(str(strayed.path), sent=folder, meant=twin.path.parts[0], earlier=str(twin.path))
    return faults, files
