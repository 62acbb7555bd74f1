"""Oddities in cells that look like a defect and are none: numbers as numbers, words for nothing, names that are words,
pupils under other names and numbers."""

from __future__ import annotations

from datetime import date

from domain.codes import codes

from .clean import DESTINATIONS, RECIPES, ROLLS
from .defect import Case, Damaged, having, kind
from .people import upn_of
from .table import Cell
from .writers import TYPED, UNICODE

_TEXT = ("csv", "csv_bom", "csv_semicolon", "csv_utf16", "tsv", "xlsx_text", "xls_html")
_CODED = ("activity_code", "apprenticeship_level", "preference_met")
_WITH_CODES = [
    name for name in DESTINATIONS if having(*_CODED[:1], of=[name]) or having("apprenticeship_level", of=[name])
]


@kind(_WITH_CODES, formats=TYPED, harmless=True)
def codes_as_numbers(case: Case) -> Damaged:
    """“read all as text; in XLSX inspect cell type”: a code that is a number is stored as one, and is the same code."""
    for column in ("year_group", *_CODED):
        if case.table.has(column):
            for row in range(len(case.table.rows)):
                told = str(case.table.get(row, column) or "").removeprefix("Level ")[:3].strip()
                if told.isdecimal():
                    case.table.set(row, column, int(told))
    return Damaged(case.table)


@kind(_WITH_CODES, formats=_TEXT, harmless=True, arguable="only identifiers are named in the catalogue as written so")
def codes_with_a_point_and_nought(case: Case) -> Damaged:
    """“9276308686.0”: a column of numbers with gaps was written by a program that knows no whole numbers with gaps."""
    for column in ("year_group", *_CODED):
        if case.table.has(column):
            for row in range(len(case.table.rows)):
                told = str(case.table.get(row, column) or "").removeprefix("Level ")[:3].strip()
                if told.isdecimal():
                    case.table.set(row, column, f"{told}.0")
    return Damaged(case.table)


@kind([name for name in ROLLS if RECIPES[name].dialect != "scholarpack"], formats=UNICODE, harmless=True)
def codes_with_their_labels(case: Case) -> Damaged:
    """“SEN provision E (EHCP), K (SEN support), N (none)”, “White - British”: systems export the code with its label."""
    labels = dict(codes().filter(column_name="ethnicity").select("code", "label").iter_rows())
    for row, each in enumerate(case.people):
        words = {
            "sen_provision": {"none": "N - No Special Educational Need", "sen_support": "K - SEN Support", "ehc_plan": "E - EHC plan"}[each.sen],
            "ethnicity": f"{each.ethnicity} - {labels[each.ethnicity]}",
            "first_language": "ENG - English" if each.first_language == "english" else "PNJ - Panjabi",
            "sex": "F - Female" if each.sex == "female" else "M - Male",
        }  # fmt: skip
        for column, word in words.items():
            if case.table.has(column):
                case.table.set(row, column, word)
    return Damaged(case.table)


@kind(having("surname", of=ROLLS), harmless=True)
def pupils_called_na_and_nan(case: Case) -> Damaged:
    """“null map per column”: what means nothing under Course is a name under Surname. There are families called Na and
    Null, and girls called Nan."""
    for row, (surname, forename) in enumerate((("Na", "Min-jun"), ("Null", "Nan"), ("Nil", "Asha"))):
        case.table.set(row, "surname", surname)
        case.table.set(row, "forename", forename)
    return Damaged(case.table)


@kind(having("sen_provision", "disadvantaged", "postcode", of=ROLLS), formats=UNICODE, harmless=True)
def words_for_nothing_in_coded_columns(case: Case) -> Damaged:
    """“N/A, n/a, -, …, None, …: null map per column”: not known is no fault, and “None” under SEN is an answer."""
    words = {
        "sen_provision": "None",
        "disadvantaged": "N/A",
        "postcode": "n/a",
        "ethnicity": "-",
        "first_language": "–",
    }
    for row, (column, word) in enumerate(words.items()):
        if case.table.has(column):
            case.table.set(row, column, word)
    return Damaged(case.table)


@kind(having("review_on", of=DESTINATIONS, stage="final"), harmless=True)
def noughts_of_blanks_looked_up(case: Case) -> Damaged:
    """“N/A, …, non-breaking space, 0: null map per column”: a formula that looks up a blank cell shows 0."""
    for column in ("review_on", "apprenticeship_level", "course"):
        if case.table.has(column):
            for row in range(0, len(case.table.rows), 3):
                if case.table.get(row, column) is None:
                    case.table.set(row, column, 0 if case.number % 2 else "0")
    return Damaged(case.table)


@kind(having("upn", "mis_id", of=DESTINATIONS), harmless=True)
def admission_numbers_without_noughts(case: Case) -> Damaged:
    """“Leading zeros lost”, of a number that nobody needs where the UPN names the pupil."""
    for row, each in enumerate(case.people):
        case.table.set(row, "mis_id", int(each.mis_id))
    return Damaged(case.table)


@kind(having("upn", "surname", "forename", of=DESTINATIONS), harmless=True)
def known_as(case: Case) -> Damaged:
    """“nicknames” and “legal_forename, preferred_forename”: the number says who it is, whatever the pupil is called."""
    for place, name in enumerate(("Sam", "Jo", "Alex")):
        case.table.set(case.pick(nth=3 * place), "forename", name)
    case.table.set(case.pick(nth=11), "surname", "Lister-Woodhead")
    return Damaged(case.table)


@kind(having("upn", of=DESTINATIONS), harmless=True)
def under_the_former_upn(case: Case) -> Damaged:
    """“Match on {UPN} ∪ {former UPN}”: the roll has the new number and the old one, the file the old one."""
    row = case.pick()
    old, new = case.people[row].upn, upn_of(case.people[-1].number + 1, case.recipe.year_group)
    case.roll.set(row, "upn", new)
    case.roll.add("Former UPN", "former_upn", lambda at: old if at == row else None)
    return Damaged(case.table, roll=case.roll)


@kind(having("upn", "surname", "date_of_birth"), harmless=True)
def twins(case: Case) -> Damaged:
    """“same first+last+DOB = soft duplicate”: twins share a surname and a birthday, and have their own first names."""
    row = case.pick() or 1
    for table in (case.table, case.roll):
        table.set(row, "surname", case.people[row - 1].surname)
        table.set(row, "date_of_birth", case.people[row - 1].born)
        table.set(row, "forename", "Zebedee")
    return Damaged(case.table, roll=case.roll)


@kind([name for name in DESTINATIONS if RECIPES[name].year_group > 6], harmless=True)
def provider_numbers_of_every_form(case: Case) -> Damaged:
    """“destination_provider_id”: a UKPRN, a LAESTAB “written 202/4000, 2024000”, a URN or a UCAS code."""
    forms: tuple[Cell, ...] = ("10004180", "380/4012", 3804012, "C05", "137001", 10004180, "10004180.0")
    case.table.add(
        "Provider code", "destination_provider_id",
        lambda at: None if case.table.get(at, "destination_provider") is None else forms[at % len(forms)],
    )  # fmt: skip
    return Damaged(case.table)


@kind(having("enrolment_status", of=ROLLS), harmless=True)
def on_two_rolls(case: Case) -> Damaged:
    """“S, G, F, O excluded but named”: a pupil who is registered here as well is no fault of the roll."""
    case.table.set(case.pick(), "enrolment_status", "S")
    case.table.set(case.pick(nth=2), "enrolment_status", "M")
    return Damaged(case.table)


@kind(DESTINATIONS, harmless=True)
def nobody_knows_anything_yet(case: Case) -> Damaged:
    """“A blank destination cell is “nothing known yet”: accepted, counted as still to do, no claim”, in every row."""
    about = ("academic_year", "school", "year_group", "stage", "upn", "uln", "mis_id", "surname", "forename", "date_of_birth",
             "form", "sen_provision", "postcode")  # fmt: skip
    for column in case.table.columns:
        if column not in about:
            for row in range(len(case.table.rows)):
                case.table.set(row, str(column), None)
    return Damaged(case.table)


@kind(having("start_date", "verified_on", of=DESTINATIONS, stage="final"), harmless=True)
def begun_told_and_verified_on_one_day(case: Case) -> Damaged:
    """Check catalogue: “verified ≥ start”; “evidence dated on or after the start of term”: the same day is in time."""
    row = case.pick(column="start_date")
    for column in ("start_date", "recorded_on", "verified_on"):
        case.table.set(row, column, date(2026, 9, 2))
    return Damaged(case.table)
