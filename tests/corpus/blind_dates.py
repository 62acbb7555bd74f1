"""Kinds of defect in dates: days that don't exist, can't be read, or can't be true."""

from __future__ import annotations

from datetime import date, timedelta

from .clean import DESTINATIONS, RECIPES
from .defect import ANY, Case, Damaged, Expected, having, kind
from .network import AS_OF

_TEXT = ("csv", "csv_bom", "csv_cp1252", "csv_semicolon", "csv_utf16", "tsv", "xlsx_text", "xls_html")
_FINAL = having("recorded_on", "verified_on", of=DESTINATIONS, stage="final")
_RESULTS = [name for name in _FINAL if RECIPES[name].year_group > 6]


@kind(having("recorded_on", of=DESTINATIONS), arguable="without the day the stage and the order of claims are guesses")
def recorded_on_31_september(case: Case) -> Damaged:
    """“a value that can't be typed is a finding, never a silent null”. September has thirty days."""
    row = case.pick()
    case.table.set(row, "recorded_on", "31/09/2026")
    return Damaged(case.table, (Expected(row, "recorded_on", "blocking"),))


@kind(having("start_date", of=DESTINATIONS, stage="final"), arguable="the row counts without its start")
def start_on_31_september(case: Case) -> Damaged:
    """“a value that can't be typed is a finding, never a silent null”."""
    row = case.pick(column="start_date")
    case.table.set(row, "start_date", "31/09/2026")
    return Damaged(case.table, (Expected(row, "start_date", "warning"),))


@kind(having("upn", "date_of_birth"), arguable="blocking, since who a row is about must not rest on a slip")
def born_on_30_february(case: Case) -> Damaged:
    """“a value that can't be typed is a finding, never a silent null”."""
    row = case.pick()
    case.table.set(row, "date_of_birth", f"30/02/{case.people[row].born.year}")
    return Damaged(case.table, (Expected(row, "date_of_birth", "blocking"),))


@kind(having("start_date", of=DESTINATIONS, stage="final"), arguable="the row counts without its start")
def start_is_a_month(case: Case) -> Damaged:
    """“Dates: ISO, dd/mm/yyyy, dd-Mon-yyyy, real Excel dates, Excel serials”. “September” is none."""
    row = case.pick(column="start_date")
    case.table.set(row, "start_date", ("September", "Sept 2026", "after the holidays")[case.number % 3])
    return Damaged(case.table, (Expected(row, "start_date", "warning"),))


@kind(
    having("review_on", of=DESTINATIONS, codes=("GAP_YEAR_DEFERRED",)),
    arguable="two-digit years are read; one that can't be meant is found by the rules about order",
    harmless=True,
)
def review_in_two_digit_year(case: Case) -> Damaged:
    """“Dates: ISO, dd/mm/yyyy, …”; “two-digit years” are in the catalogue of dirt. 11/01/27 could be 2011 as well."""
    row = case.pick("GAP_YEAR_DEFERRED")
    case.table.set(row, "review_on", "11/01/27")
    return Damaged(case.table)


@kind(having("upn", "date_of_birth"), formats=_TEXT, files=6)
def births_in_american_order(case: Case) -> Damaged:
    """“mm/dd/yyyy is a finding on the file, never a per-row guess”. A column of a machine set to American English."""
    for row, each in enumerate(case.people):
        case.table.set(row, "date_of_birth", f"{each.born:%m/%d/%Y}")
    return Damaged(case.table, (Expected(None, "date_of_birth", "blocking"),))


@kind(having("recorded_on", of=DESTINATIONS), formats=_TEXT)
def recorded_in_american_order(case: Case) -> Damaged:
    """“mm/dd/yyyy is a finding on the file, never a per-row guess”."""
    for row in range(len(case.table.rows)):
        recorded = case.table.get(row, "recorded_on")
        assert isinstance(recorded, date)
        case.table.set(row, "recorded_on", f"{recorded:%m/%d/%Y}")
    return Damaged(case.table, (Expected(None, "recorded_on", "blocking"),))


@kind(having("recorded_on", of=DESTINATIONS), arguable="it would lead over every later claim")
def recorded_in_the_future(case: Case) -> Damaged:
    """“The current picture takes the latest recorded_on”: a day that is yet to come would win for ever. A year mistyped."""
    row = case.pick()
    case.table.set(row, "recorded_on", AS_OF + timedelta(320 + case.number % 20))
    return Damaged(case.table, (Expected(row, "recorded_on", "blocking"),))


@kind(_FINAL, arguable="blocking, since it would count as confirmed")
def verified_in_the_future(case: Case) -> Damaged:
    """“confirmed only with evidence dated on or after the start of term”: evidence from next year is none."""
    row = case.pick()
    case.table.set(row, "verified_on", AS_OF + timedelta(300))
    return Damaged(case.table, (Expected(row, "verified_on", "blocking"),))


@kind(having("start_date", "verified_on", of=DESTINATIONS, stage="final"), files=6,
      arguable="the catalogue says error; the destination counts and only its evidence is early")  # fmt: skip
def verified_before_it_started(case: Case) -> Damaged:
    """Check catalogue: “Row (error): … verified ≥ start”."""
    row = case.pick(column="start_date")
    case.table.set(row, "start_date", date(2026, 10, 12))
    case.table.set(row, "verified_on", date(2026, 9, 25))
    return Damaged(case.table, (Expected(row, "verified_on", "warning", elsewhere=((row, "start_date"),)),))


@kind(_RESULTS, arguable="the catalogue says error, the design that it counts as intended")
def final_recorded_before_results_day(case: Case) -> Damaged:
    """“A final recorded before results day (Years 11, 13) counts as intended”; it isn't what the school meant."""
    row = case.pick("HIGHER_EDUCATION", "FE_COLLEGE", "SIXTH_FORM")
    case.table.set(row, "recorded_on", date(2026, 6, 12))
    case.table.set(row, "verified_on", None)
    case.table.set(row, "verified_by", None)
    return Damaged(case.table, (Expected(row, "recorded_on", "warning"),))


@kind(_RESULTS, arguable="the catalogue says error, the design that it counts as intended; the file could be told once")
def finals_copied_in_june(case: Case) -> Damaged:
    """“Y13 marked “same as intended” copied to final in June”: every row was recorded before results day."""
    for row in range(len(case.table.rows)):
        case.table.set(row, "recorded_on", date(2026, 6, 12))
    case.table.drop("verified_on", "verified_by")
    spots = tuple((row, ANY) for row in range(len(case.table.rows)))
    return Damaged(case.table, (Expected(None, "recorded_on", "warning", elsewhere=((None, None), *spots)),))
