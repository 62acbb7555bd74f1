"""Kinds of defect in which two rows, two numbers or two days of one row don't go together."""

from __future__ import annotations

from datetime import date

from .clean import DESTINATIONS, RECIPES, ROLLS
from .defect import ANY, Case, Damaged, Expected, having, kind
from .people import person, upn_of

_FINAL = having("start_date", "recorded_on", of=DESTINATIONS, stage="final")
_PLANS = [name for name in DESTINATIONS if RECIPES[name].stage == "intended" and RECIPES[name].year_group > 6]
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


@kind(
    having("upn", "uln", of=DESTINATIONS), arguable="the UPNs tell the two apart, but one of them can't have this ULN"
)
def one_uln_for_two_pupils(case: Case) -> Damaged:
    """Rules worth porting: “duplicate ULN = error”. The cell above was dragged down; both numbers are well-formed."""
    row = case.pick() or 1
    case.table.set(row, "uln", case.people[row - 1].uln)
    return Damaged(
        case.table, tuple(Expected(at, "uln", "blocking", elsewhere=((at, "upn"),)) for at in (row, row - 1))
    )


@kind(
    having("upn", "surname", "date_of_birth", of=DESTINATIONS),
    arguable="there are two pupils of one name born on one day",
)
def one_pupil_under_two_upns(case: Case) -> Damaged:
    """Rules worth porting: “same first+last+DOB = soft duplicate”. An old number and a new one, each with its row."""
    row, last = case.pick(), len(case.table.rows)
    case.table.rows.append([*case.table.rows[row]])
    other = person(case.people[-1].number + 1, case.recipe.year_group)
    for column in ("upn", "uln", "mis_id"):
        if case.table.has(column):
            case.table.set(last, column, getattr(other, column))
    return Damaged(case.table, (Expected(last, ANY, "warning", elsewhere=((row, ANY),)),))


@kind(having("upn", of=(*ROLLS, *DESTINATIONS)), arguable="the number of today names the pupil")
def former_upn_mistyped(case: Case) -> Damaged:
    """“Match on {UPN} ∪ {former UPN}”, and “UPN pattern+check”: a wrong one links to nobody's earlier years."""
    row = case.pick()
    right = upn_of(case.people[-1].number + 2, case.recipe.year_group)
    wrong = _LETTERS[(_LETTERS.index(right[0]) + 7) % 23] + right[1:]
    case.table.add("Former UPN", "former_upn", lambda at: wrong if at == row else None)
    return Damaged(case.table, (Expected(row, "former_upn", "warning"),))


@kind([name for name in DESTINATIONS if RECIPES[name].year_group > 6], arguable="the place is named beside it")
def ukprn_with_another_first_digit(case: Case) -> Damaged:
    """“UKPRN: 8 digits starting 1”. Eight digits that start with 2 name nobody."""
    row = case.pick(column="destination_provider")
    case.table.add(
        "UKPRN", "destination_provider_id",
        lambda at: None if case.table.get(at, "destination_provider") is None else "20004180" if at == row else "10004180",
    )  # fmt: skip
    return Damaged(case.table, (Expected(row, "destination_provider_id", "warning"),))


@kind(_FINAL, arguable="one of the two days is wrong; the destination counts")
def ends_before_it_starts(case: Case) -> Damaged:
    """`predicted_end_on`: a course that is over before it begins. Rules worth porting: “PredictedEndDate”."""
    row = case.pick(column="start_date")
    case.table.add("Predicted end date", "predicted_end_on", lambda at: date(2025, 7, 4) if at == row else None)
    return Damaged(case.table, (Expected(row, "predicted_end_on", "warning", elsewhere=((row, "start_date"),)),))


@kind(_PLANS)
def no_offer_after_may(case: Case) -> Damaged:
    """Check catalogue: “Row (warn): … offer none after 31 May”. Everybody else holds an offer."""
    row = case.pick("SIXTH_FORM", "HIGHER_EDUCATION")
    case.table.add("Offer status", "offer_status", lambda at: "No offer" if at == row else "Offer made")
    case.table.set(row, "recorded_on", date(2026, 6, 10))
    return Damaged(case.table, (Expected(row, "offer_status", "warning"),))


@kind(ROLLS, arguable="without the day nobody knows whether the pupil is in the cohort; until then yes")
def left_on_no_day(case: Case) -> Damaged:
    """“the receipt asks for the leaving date and the destination”: the roll says why somebody left, not when."""
    row = case.pick()
    case.table.add("Reason for leaving", "leaving_reason", lambda at: "Moved house" if at == row else None)
    case.table.add("Leaving date", "leaving_date", lambda at: None)
    return Damaged(case.table, (Expected(row, "leaving_date", "warning", elsewhere=((row, "leaving_reason"),)),))


@kind(
    having("upn", "date_of_birth", of=(*ROLLS, *DESTINATIONS)),
    arguable="a single one could be taken for a sign that the others are swapped; forty others say no",
)
def one_birthday_month_first(case: Case) -> Damaged:
    """“mm/dd/yyyy is a finding on the file, never a per-row guess”: a single one among ours can't make the whole column
    American, and as dd/mm it is no day. Who was born when decides who somebody is: unreadable, it holds the row."""
    row = next(at for at in range(case.pick(), 999) if case.people[at % len(case.people)].born.day > 12)
    row %= len(case.people)
    case.table.set(row, "date_of_birth", f"{case.people[row].born:%m/%d/%Y}")
    return Damaged(case.table, (Expected(row, "date_of_birth", "blocking"),))


@kind(having("upn", "surname", "date_of_birth", of=DESTINATIONS), arguable="the name and the day of birth are enough")
def upn_looked_up_in_vain(case: Case) -> Damaged:
    """“#N/A … null map per column” and “never a silent null”: a formula found no number for one pupil, who is named all
    the same by “surname + forename + date of birth”."""
    row = case.pick()
    case.table.set(row, "upn", "#N/A")
    return Damaged(case.table, (Expected(row, "upn", "warning"),))


@kind(_FINAL, arguable="the destination may well be right; it had not begun when it was called final")
def final_before_it_started(case: Case) -> Damaged:
    """Rules worth porting: “StartDate ≤ DateAscertained”."""
    row = case.pick(column="start_date")
    for column, value in {"start_date": date(2026, 10, 12), "recorded_on": date(2026, 9, 16)}.items():
        case.table.set(row, column, value)
    for column in ("verified_on", "verified_by"):
        case.table.set(row, column, None)
    return Damaged(case.table, (Expected(row, "start_date", "warning", elsewhere=((row, "recorded_on"),)),))


@kind(having("destination_provider", of=DESTINATIONS, codes=("HIGHER_EDUCATION", "FE_COLLEGE", "SECONDARY")))
def type_and_place_swapped(case: Case) -> Damaged:
    """Check catalogue: “Row (error): … code in effective taxonomy”. Each is in the other's cell; a place is no type."""
    row = case.pick("HIGHER_EDUCATION", "FE_COLLEGE", "SECONDARY")
    told, where = case.table.get(row, "destination_type"), case.table.get(row, "destination_provider")
    case.table.set(row, "destination_type", where)
    case.table.set(row, "destination_provider", told)
    extra = Expected(row, "destination_provider", "warning", optional=True)
    return Damaged(case.table, (Expected(row, "destination_type", "blocking"), extra))


@kind(having("upn", of=DESTINATIONS), arguable="they may have joined since; a third is no reason to hold the others")
def a_third_is_not_on_the_roll(case: Case) -> Damaged:
    """“nothing committed when too few rows match”: two thirds are enough, so each of the others is told of by itself."""
    missing = range(case.number % 3, len(case.table.rows), 3)
    for row in reversed(missing):
        del case.roll.rows[row]
    return Damaged(case.table, tuple(Expected(row, "upn", "warning") for row in missing), roll=case.roll)
