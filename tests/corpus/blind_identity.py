"""Kinds of defect in who a row is about: numbers, names, dates of birth that name nobody or somebody else."""

from __future__ import annotations

from datetime import date

from .clean import DESTINATIONS, ROLLS, TRACKERS
from .defect import ANY, Case, Damaged, Expected, having, kind
from .people import upn_of

_WITH_UPN = having("upn")
_WITH_ULN = having("uln")
_WITH_BIRTH = having("upn", "date_of_birth")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def _one(case: Case, column: str, value: str | date | None) -> Damaged:
    """One row with another value, which must be held."""
    row = case.pick()
    case.table.set(row, column, value)
    return Damaged(case.table, (Expected(row, column, "blocking"),))


@kind(_WITH_UPN, files=6)
def upn_one_character_short(case: Case) -> Damaged:
    """Check catalogue: “Row (error): UPN pattern+check”. The last digit was lost in copying."""
    return _one(case, "upn", case.people[case.pick()].upn[:-1])


@kind(_WITH_UPN, files=6)
def upn_wrong_check_letter(case: Case) -> Damaged:
    """Check catalogue: “Row (error): UPN pattern+check”. Another first letter: a typing mistake somewhere."""
    upn = case.people[case.pick()].upn
    return _one(case, "upn", _UPN_LETTERS[(_UPN_LETTERS.index(upn[0]) + 5) % 23] + upn[1:])


@kind(_WITH_UPN)
def upn_two_digits_swapped(case: Case) -> Damaged:
    """Check catalogue: “Row (error): UPN pattern+check”. Two neighbours changed places, which the check letter shows."""
    upn = case.people[case.pick()].upn
    place = next(place for place in range(12, 1, -1) if upn[place] != upn[place - 1])
    return _one(case, "upn", upn[: place - 1] + upn[place] + upn[place - 1] + upn[place + 1 :])


@kind(_WITH_UPN)
def upn_letter_o_for_nought(case: Case) -> Damaged:
    """“Letters I, O, S never used as check/last letter”: an O typed for a nought is no digit."""
    return _one(case, "upn", case.people[case.pick()].upn.replace("0", "O", 1))


@kind(_WITH_UPN, formats=("csv", "csv_bom", "csv_semicolon", "tsv", "xlsx", "ods"))
def upn_of_crosses(case: Case) -> Damaged:
    """“Placeholder ids XXX”: thirteen crosses where the number is to follow name nobody."""
    return _one(case, "upn", "X" * 13)


@kind(_WITH_UPN)
def upn_is_temporary(case: Case) -> Damaged:
    """Check catalogue: “UPN pattern+check (temp ⇒ warn)”. A well-formed temporary number, on the roll too."""
    row = case.pick()
    temporary = upn_of(case.people[row].number, case.recipe.year_group, last="ABCDEFGH"[case.number % 8])
    case.table.set(row, "upn", temporary)
    case.roll.set(row, "upn", temporary)
    return Damaged(case.table, (Expected(row, "upn", "warning"),), roll=case.roll)


@kind(
    having("upn", "surname", of=(*DESTINATIONS, *TRACKERS)),
    arguable="the whole row could be meant, or its number alone",
)
def upn_filled_down(case: Case) -> Damaged:
    """“duplicate UPN in … schools”: the cell above was dragged down over the next pupil's number, whose name disagrees.
    Counting it would count the pupil above twice and lose this one."""
    row = case.pick()
    row = row if row else 1
    case.table.set(row, "upn", case.people[row - 1].upn)
    expected = (Expected(row, ANY, "blocking"), Expected(row - 1, ANY, "blocking", optional=True))
    return Damaged(case.table, (*expected, Expected(row - 1, ANY, "warning", optional=True)))


@kind(
    having("upn", "surname", "date_of_birth", of=DESTINATIONS),
    arguable="the file as a whole may be held, or each of its rows",
)
def upns_sorted_alone(case: Case) -> Damaged:
    """“same first+last+DOB” and “match on UPN … then name+DOB”: one column was sorted without the others, so that each
    number stands beside somebody else's name. Every row would count for the wrong pupil."""
    upns = [each.upn for each in case.people]
    for row, upn in enumerate([*upns[1:], upns[0]]):
        case.table.set(row, "upn", upn)
    everywhere = tuple((row, ANY) for row in range(len(upns)))
    return Damaged(case.table, (Expected(None, ANY, "blocking", elsewhere=everywhere),))


@kind(_WITH_ULN, arguable="the catalogue says error, though a right UPN beside it names the pupil")
def uln_wrong_check_digit(case: Case) -> Damaged:
    """Check catalogue: “Row (error): … ULN mod-11”."""
    uln = case.people[case.pick()].uln
    return _one(case, "uln", uln[:-1] + str((int(uln[-1]) + 3) % 10))


@kind(having("uln", of=DESTINATIONS))
def uln_alone_is_wrong(case: Case) -> Damaged:
    """“Required: an identifier”. The ULN is the file's only one, and its check digit is wrong: the row names nobody."""
    case.table.drop("upn", "mis_id", "date_of_birth")
    uln = case.people[case.pick()].uln
    return _one(case, "uln", uln[:-1] + str((int(uln[-1]) + 4) % 10))


@kind(_WITH_ULN, formats=("csv", "csv_bom", "csv_cp1252", "csv_semicolon", "tsv", "xlsx_text", "xls_html"))
def uln_in_scientific_notation(case: Case) -> Damaged:
    """“scientific notation ⇒ quarantine (precision lost)”: a spreadsheet rounded the number away."""
    return _one(case, "uln", f"{int(case.people[case.pick()].uln):.5E}")


@kind(having("mis_id", of=DESTINATIONS), formats=("csv", "csv_bom", "csv_semicolon", "tsv", "xlsx_text"))
def only_identifier_in_scientific_notation(case: Case) -> Damaged:
    """“1.23457E+09 means an identifier was destroyed: say so, never repair it”. The admission number is the only one."""
    case.table.drop("upn", "uln", "date_of_birth")
    return _one(case, "mis_id", "2.00217E+09")


@kind(having("upn", "surname", of=(*DESTINATIONS, *TRACKERS)))
def nothing_says_who(case: Case) -> Damaged:
    """“Required: an identifier (upn, or uln, or mis_id, or surname + forename + date of birth)”. One row has a name and
    a destination, and no more."""
    row = case.pick()
    for column in ("upn", "uln", "mis_id", "date_of_birth"):
        if case.table.has(column):
            case.table.set(row, column, None)
    return Damaged(case.table, (Expected(row, ANY, "blocking"),))


@kind(_WITH_BIRTH, arguable="the UPN is right; the date of a placeholder says that the system has forgotten the pupil")
def born_in_1901(case: Case) -> Damaged:
    """“DOB plausible, not 1901-01-01/1900-01-01”: what is left when a careers system forgets a pupil."""
    return _one(case, "date_of_birth", date(1901, 1, 1))


@kind(having("upn", "surname", "date_of_birth", of=DESTINATIONS), arguable="the number may still be right")
def redacted(case: Case) -> Damaged:
    """“names Redacted, DOB 1901-01-01, UPN altered → sentinel check!” A careers system's row about a forgotten pupil."""
    row = case.pick()
    case.table.set(row, "surname", "Redacted")
    case.table.set(row, "forename", "Redacted")
    case.table.set(row, "date_of_birth", date(1901, 1, 1))
    return Damaged(case.table, (Expected(row, ANY, "blocking"), Expected(row, ANY, "warning", optional=True)))


@kind(_WITH_BIRTH, arguable="the UPN is right, so the row could count")
def born_in_the_future(case: Case) -> Damaged:
    """“DOB plausible”: the century went wrong."""
    born = case.people[case.pick()].born
    return _one(case, "date_of_birth", born.replace(year=born.year + 80, day=min(born.day, 28)))


@kind(having("upn", "date_of_birth", of=(*DESTINATIONS, *ROLLS)))
def born_outside_the_year_group(case: Case) -> Damaged:
    """Check catalogue: “Row (warn): DOB out of cohort window”; “warn: out-of-year pupils are legitimate”. On the roll too."""
    row = case.pick()
    born = case.people[row].born
    older = born.replace(year=born.year - 2, day=min(born.day, 28))
    case.table.set(row, "date_of_birth", older)
    case.roll.set(row, "date_of_birth", older)
    return Damaged(case.table, (Expected(row, "date_of_birth", "warning"),), roll=case.roll)


@kind(having("upn", "surname", of=DESTINATIONS), arguable="she may have joined after the roll was sent")
def pupil_is_not_on_the_roll(case: Case) -> Damaged:
    """Check catalogue: “roll reconciliation both ways”. One pupil of the file is on no roll."""
    row = case.pick()
    del case.roll.rows[row]
    return Damaged(case.table, (Expected(row, ANY, "warning"),), roll=case.roll)


@kind(having("upn", of=DESTINATIONS), arguable="the catalogue doesn't say from which share on a file is held")
def few_pupils_match_the_roll(case: Case) -> Damaged:
    """“nothing committed when too few rows match”: the whole file is about pupils of whom the roll knows none."""
    rows = tuple(Expected(row, ANY, "warning", optional=True) for row in range(len(case.table.rows)))
    return Damaged(case.table, (Expected(None, ANY, "blocking"), *rows), roll=case.strangers().roll)


@kind(having("upn", of=DESTINATIONS), arguable="the later row of two equal ones could simply supersede the other")
def pupil_twice_alike(case: Case) -> Damaged:
    """“uniqueness on (school, upn, cycle, stage)”. The same row stands in the file twice."""
    row, last = case.pick(), len(case.table.rows)
    case.table.rows.append([*case.table.rows[row]])
    return Damaged(case.table, (Expected(last, ANY, "warning", elsewhere=((row, ANY),)),))


_OTHER = {6: "Alternative provision", 11: "Part-time education", 12: "Part-time education", 13: "Part-time education"}


@kind(having("upn", of=DESTINATIONS), files=6, arguable="the latest could be taken, but here neither is the later")
def pupil_twice_with_two_destinations(case: Case) -> Damaged:
    """“uniqueness on (school, upn, cycle, stage); … latest recorded_on”: on the same day a pupil went to two places. Which
    one counts can't be told."""
    row, last = case.pick("SECONDARY", "FE_COLLEGE", "SIXTH_FORM", "HIGHER_EDUCATION"), len(case.table.rows)
    case.table.rows.append([*case.table.rows[row]])
    case.table.set(last, "destination_type", _OTHER[case.recipe.year_group])
    for column in ("destination_provider", "course", "course_level", "activity_code", "preference_met"):
        if case.table.has(column):
            case.table.set(last, column, "Hillcrest Study Centre" if column == "destination_provider" else None)
    return Damaged(case.table, (Expected(row, ANY, "blocking"), Expected(last, ANY, "blocking")))
