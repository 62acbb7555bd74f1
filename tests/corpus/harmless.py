"""Oddities in cells that are no defect: a validator that complains of them teaches schools not to read what it says.
Those of a file's layout are in `harmless_layout.py`."""

from __future__ import annotations

from datetime import date

from .clean import DESTINATIONS, RECIPES, ROLLS, TRACKERS
from .defect import Case, Damaged, Expected, having, kind
from .table import Cell
from .writers import TYPED, UNICODE

_TEXT = ("csv", "csv_bom", "csv_semicolon", "csv_utf16", "tsv", "xlsx_text", "xls_html")


def _every(case: Case, column: str, change: dict[int, Cell]) -> Damaged:
    for row, value in change.items():
        case.table.set(row, column, value)
    return Damaged(case.table)


@kind(having("upn"), harmless=True)
def upn_in_small_letters_with_spaces(case: Case) -> Damaged:
    """“Headers are matched …”; identifiers are written in several ways: normalised, nothing is wrong with these."""
    upn = case.people[row := case.pick()].upn
    return _every(
        case, "upn", {row: f" {upn[0].lower()} {upn[1:4]} {upn[4:8]} {upn[8:]} ", 0: case.people[0].upn.lower()}
    )


@kind(having("uln"), formats=(*TYPED, "csv", "xlsx_text"), harmless=True)
def uln_as_a_number(case: Case) -> Damaged:
    """“UPN/ULN as … 9276308686.0”: a spreadsheet's number has lost nothing yet."""
    numbers: dict[int, Cell] = {row: int(each.uln) for row, each in enumerate(case.people)}
    return _every(case, "uln", {**numbers, case.pick(): f"{case.people[case.pick()].uln}.0"})


@kind(having("upn", "uln", of=DESTINATIONS), harmless=True, files=3)
def uln_not_yet_given(case: Case) -> Damaged:
    """“9999999999 = ILR temporary placeholder: treat as missing”. Two pupils may have it; their UPNs differ."""
    return _every(case, "uln", {case.pick(): "9999999999", case.pick(nth=2): "9999999999"})


@kind(having("upn", "surname"), formats=UNICODE, harmless=True)
def names_of_the_whole_world(case: Case) -> Damaged:
    """“cp1252 CSV (’ – é), UTF-8-BOM, UTF-16”: whatever is well encoded is a name, also on the roll."""
    names = ("Żółtowska", "محمد", "李", "O’Dálaigh", "D'Arcy-Ødegård", "Nguyễn 🐱")
    for row, name in enumerate(names):
        case.table.set(row, "surname", name)
        case.roll.set(row, "surname", name)
    return Damaged(case.table, roll=case.roll)


@kind(having("course", of=DESTINATIONS), harmless=True)
def words_for_nothing(case: Case) -> Damaged:
    """“N/A, n/a, -, …, None, non-breaking space: null map per column”, in cells that may be empty."""
    words = ("N/A", "n/a", "-", "None", "\u00a0", "–")
    return _every(case, "course", {row: words[row % len(words)] for row in range(len(case.table.rows))})


@kind(having("review_on", of=DESTINATIONS, stage="final"), harmless=True)
def words_for_no_date(case: Case) -> Damaged:
    """“N/A, n/a, -”: no review is due for somebody at college."""
    rows = [row for row, code in enumerate(case.codes) if code in ("FE_COLLEGE", "HIGHER_EDUCATION", "SIXTH_FORM")]
    return _every(case, "review_on", {row: ("N/A", "-", "n/a")[row % 3] for row in rows})


@kind(having("destination_provider", "surname", of=(*DESTINATIONS, *TRACKERS)), harmless=True)
def spaces_that_nobody_sees(case: Case) -> Damaged:
    """“non-breaking space” is in the catalogue of dirt: around a word it changes nothing."""
    for row in range(0, len(case.table.rows), 3):
        for column, wrapped in {
            "surname": "\u00a0{} ",
            "destination_type": "  {}\u00a0",
            "destination_provider": "{}\u00a0 ",
        }.items():
            if (value := case.table.get(row, column)) is not None:
                case.table.set(row, column, wrapped.format(value))
    return Damaged(case.table)


@kind([name for name in DESTINATIONS if RECIPES[name].dialect in ("arbor", "own", "sims", "bromcom")], harmless=True)
def destinations_in_capitals(case: Case) -> Damaged:
    """“A code or its label is accepted”: in whichever case."""
    for row in range(len(case.table.rows)):
        told = str(case.table.get(row, "destination_type"))
        case.table.set(row, "destination_type", told.upper() if row % 2 else told.lower())
    return Damaged(case.table)


@kind(having("destination_type", of=DESTINATIONS, stage="intended", codes=("UNDECIDED",)), harmless=True)
def to_be_confirmed_in_autumn(case: Case) -> Damaged:
    """“TBC/undecided is data (code undecided), not null”, and before half term nothing is wrong with it."""
    row = case.pick("UNDECIDED")
    case.table.set(row, "recorded_on", date(2025, 11, 28))
    return _every(case, "destination_type", {row: "TBC"})


@kind(DESTINATIONS, harmless=True, files=6)
def nothing_known_yet(case: Case) -> Damaged:
    """“A blank destination cell is “nothing known yet”: accepted, counted as still to do, no claim”."""
    rows = (case.pick(), case.pick(nth=2))
    told = [column for column in case.table.columns if column and column not in (
        "academic_year", "school", "year_group", "stage", "upn", "uln", "mis_id", "surname", "forename", "date_of_birth", "form",
        "sen_provision", "postcode")]  # fmt: skip
    for row in rows:
        for column in told:
            case.table.set(row, column, None)
    return Damaged(case.table)


@kind(having("upn"), formats=_TEXT, harmless=True)
def iso_dates_with_a_time(case: Case) -> Damaged:
    """“datetime 2022-01-27 00:00:00”, “Dates: ISO”."""
    case.table.date_format = "%Y-%m-%d 00:00:00" if case.number % 2 else "%Y-%m-%d"
    return Damaged(case.table)


@kind(having("upn", "date_of_birth"), formats=_TEXT, harmless=True)
def dates_with_short_months(case: Case) -> Damaged:
    """“Dates: … dd-Mon-yyyy”."""
    case.table.date_format = "%d-%b-%Y"
    return Damaged(case.table)


@kind(having("upn", "date_of_birth"), formats=_TEXT, harmless=True)
def dates_as_serials(case: Case) -> Damaged:
    """“Dates: … Excel serials”: a column was formatted as general before it was saved."""
    for row, each in enumerate(case.people):
        case.table.set(row, "date_of_birth", str((each.born - date(1899, 12, 30)).days))
    return Damaged(case.table)


@kind(
    having("recorded_on", of=DESTINATIONS),
    formats=_TEXT,
    harmless=True,
    arguable="a month in full is on no list, yet can't be misread",
)
def dates_with_long_months(case: Case) -> Damaged:
    """“Dates: … dd-Mon-yyyy”: “24 September 2026” says the same to everybody."""
    row = case.pick()
    recorded = case.table.get(row, "recorded_on")
    assert isinstance(recorded, date)
    return _every(case, "recorded_on", {row: f"{recorded.day} {recorded:%B %Y}"})


@kind(having("recorded_on", of=DESTINATIONS, stage="final", codes=("HIGHER_EDUCATION", "FE_COLLEGE")), harmless=True,
      arguable="the earlier row could be called superseded aloud")  # fmt: skip
def changed_her_mind(case: Case) -> Damaged:
    """“A destinations file is news”; “The current picture takes the latest recorded_on”: an older row of the same pupil."""
    row, last = case.pick("HIGHER_EDUCATION", "FE_COLLEGE"), len(case.table.rows)
    case.table.rows.append([*case.table.rows[row]])
    case.table.set(row, "recorded_on", date(2026, 9, 13))
    case.table.set(
        last, "destination_provider", "University of Hull" if case.recipe.year_group == 13 else "Millford College"
    )
    return Damaged(case.table, tuple(Expected(at, "*", "warning", optional=True) for at in (row, last)))


@kind(
    [name for name in DESTINATIONS if RECIPES[name].year_group == 13 and RECIPES[name].stage == "final"], harmless=True
)
def left_in_march(case: Case) -> Damaged:
    """“In-year leavers are the exception: theirs is final when recorded on or after the leaving date”."""
    row = case.pick("EMPLOYMENT", "APPRENTICESHIP")
    case.table.add("Leaving date", "leaving_date", lambda at: date(2026, 3, 6) if at == row else None)
    for column, day in {"start_date": 9, "recorded_on": 16, "verified_on": 20}.items():
        case.table.set(row, column, date(2026, 3, day))
    case.roll.add("Leaving Date", "leaving_date", lambda at: date(2026, 3, 6) if at == row else None)
    return Damaged(case.table, roll=case.roll)


@kind(having("school"), harmless=True, files=3)
def school_by_its_number(case: Case) -> Damaged:
    """“if present it must name the same school (id, name, URN or LAESTAB)”."""
    laestab = f"{case.school.laestab[:3]}/{case.school.laestab[3:]}"
    names = (case.school.school_id, case.school.urn, laestab, case.school.name.upper())
    for row in range(len(case.table.rows)):
        case.table.set(row, "school", names[case.number % 4])
    return Damaged(case.table)


@kind(having("academic_year"), harmless=True)
def cycle_in_other_words(case: Case) -> Damaged:
    """“Accepted: 2025-26, 2025/26, 2025/2026, 2025-2026, 25/26, Class of 2026, Leavers 2026”."""
    words = ("2025/26", "2025/2026", "2025-2026", "25/26", "Class of 2026", "Leavers 2026")
    for row in range(len(case.table.rows)):
        case.table.set(row, "academic_year", words[case.number % len(words)])
    return Damaged(case.table)


@kind(having("disadvantaged", of=ROLLS), formats=UNICODE, harmless=True)
def ticks_for_yes(case: Case) -> Damaged:
    """“PP” (✓) in the table of source systems; a blank is not known, and no fault."""
    for row, each in enumerate(case.people):
        case.table.set(row, "disadvantaged", "✓" if each.disadvantaged == "yes" else None)
    return Damaged(case.table)


@kind(
    [name for name in DESTINATIONS if RECIPES[name].year_group == 11 and RECIPES[name].stage == "final"], harmless=True
)
def decided_on_results_day(case: Case) -> Damaged:
    """“from results day to the start of term it is the results-day decision”: in time, and not yet confirmed."""
    for row in range(len(case.table.rows)):
        case.table.set(row, "recorded_on", date(2026, 8, 20))
    case.table.drop("verified_on", "verified_by")
    return Damaged(case.table)
