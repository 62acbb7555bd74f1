"""Kinds of defect in where a pupil goes: types that can't be read or don't belong, and what a type needs beside it."""

from __future__ import annotations

from datetime import date

from .clean import DESTINATIONS, RECIPES, TRACKERS
from .defect import ANY, Case, Damaged, Expected, Severity, having, kind
from .table import Cell

_AFTER_16 = [name for name in DESTINATIONS if RECIPES[name].year_group > 6]
# What a destination is told in, beside its type.
_PLACE = ("destination_provider", "course", "course_level", "apprenticeship_level", "activity_code", "start_date",
          "preference_met", "review_on")  # fmt: skip
# The type of a row -> how a tired hand writes it, and the label that is meant.
MISSPELT = {
    "FE_COLLEGE": ("Further educaton college", "Further education college"),
    "SIXTH_FORM": ("School sixth fom", "School sixth form"),
    "APPRENTICESHIP": ("Apprenticship", "Apprenticeship"),
    "HIGHER_EDUCATION": ("Univeristy", "University or other higher education"),
    "SECONDARY": ("State secondry school", "State secondary school"),
    "SELECTIVE": ("Grammer school", "Grammar school"),
    "INDEPENDENT": ("Independant school", "Independent school or college"),
    "SIXTH_FORM_COLLEGE": ("Sixth form collage", "Sixth-form college"),
    "TRAINING": ("Traning", "Training or study programme"),
    "GAP_YEAR": ("Gap yaer", "Gap year without a place"),
}


def _one(
    case: Case, row: int, column: str, value: Cell, severity: Severity, *, suggestion: str | None = None
) -> Damaged:
    case.table.set(row, column, value)
    return Damaged(case.table, (Expected(row, column, severity, suggestion),))


def _clear(case: Case, row: int, *columns: str) -> None:
    """Empty these cells of a row, as far as the file has them."""
    for column in columns:
        if case.table.has(column):
            case.table.set(row, column, None)


def misspell(case: Case) -> Expected:
    """Write one destination wrongly; what must then be found."""
    if not case.codes:  # a tracker: its last stage, of somebody who didn't change the plan
        code, row = ("SIXTH_FORM" if case.recipe.year_group == 11 else "HIGHER_EDUCATION"), 5 * (case.number % 5) + 2
    else:
        row = case.pick(*MISSPELT)
        code = case.codes[row]
    wrong, label = MISSPELT[code]
    case.table.set(row, "destination_type", wrong)
    return Expected(row, "destination_type", "blocking", label)


@kind((*DESTINATIONS, *TRACKERS), files=12)
def destination_misspelt(case: Case) -> Damaged:
    """“A code or its label is accepted”; receipts say “what to type instead”. One letter off: we say which label is meant,
    and hold the row, for a near spelling is no code."""
    return Damaged(case.table, (misspell(case),))


@kind(having("destination_type", of=DESTINATIONS, codes=("FE_COLLEGE", "SIXTH_FORM", "HIGHER_EDUCATION", "SECONDARY")))
def destination_in_free_words(case: Case) -> Damaged:
    """Check catalogue: “Row (error): … code in effective taxonomy”. A sentence is no type."""
    return _one(case, case.pick(), "destination_type", "Ask Mrs Dunn, she spoke to his uncle", "blocking")


@kind(having("destination_type", of=DESTINATIONS))
def destination_of_another_year_group(case: Case) -> Damaged:
    """The table of types: “State secondary school | 6”, “Further education college | 11–13”."""
    foreign = {6: "Further education college", 11: "State secondary school", 12: "Grammar school", 13: "Grammar school"}
    row = case.pick()
    _clear(case, row, "apprenticeship_level", "activity_code", "course", "course_level", "preference_met", "review_on")
    return _one(case, row, "destination_type", foreign[case.recipe.year_group], "blocking")


@kind([name for name in DESTINATIONS if RECIPES[name].year_group == 11])
def university_in_year_11(case: Case) -> Damaged:
    """The table of types: “University or other higher education | 12–13”."""
    row = case.pick("FE_COLLEGE")
    _clear(case, row, "activity_code", "apprenticeship_level", "course", "course_level")
    return _one(case, row, "destination_type", "University", "blocking")


@kind(having("destination_type", of=DESTINATIONS, stage="final"))
def undecided_at_the_end(case: Case) -> Damaged:
    """The table of types: “Undecided | all, intended only”."""
    row = case.pick()
    _clear(case, row, *_PLACE)
    return _one(case, row, "destination_type", ("Undecided", "TBC", "Not sure")[case.number % 3], "blocking")


@kind([name for name in _AFTER_16 if RECIPES[name].stage == "intended" and RECIPES[name].year_group != 12])
def undecided_after_half_term(case: Case) -> Damaged:
    """Check catalogue: “Row (warn): … intended = undecided after half term”."""
    row = case.pick("UNDECIDED")
    case.table.set(row, "recorded_on", date(2026, 5, 18))
    return Damaged(case.table, (Expected(row, ANY, "warning"),))


@kind(DESTINATIONS, formats=("csv", "csv_bom", "csv_cp1252", "tsv", "xlsx_text", "xls_html"),
      arguable="the words for an empty cell include it, but the school doesn't know that its destination got lost")  # fmt: skip
def destination_is_a_broken_formula(case: Case) -> Damaged:
    """“#REF!, #VALUE! … null map per column” and “never a silent null”: the formula broke, and with it a destination."""
    row = case.pick()
    case.table.set(row, "destination_type", "#REF!")
    extra = Expected(row, ANY, "warning", optional=True)
    return Damaged(case.table, (Expected(row, "destination_type", "warning"), extra))


@kind(having("destination_provider", of=_AFTER_16, codes=("HIGHER_EDUCATION", "FE_COLLEGE", "SIXTH_FORM_COLLEGE")), files=6,
      arguable="the catalogue says error, but the row counts rightly and only the place is unknown")  # fmt: skip
def place_missing(case: Case) -> Damaged:
    """Check catalogue: “provider resolves when category needs one”; “HE needs UCAS provider”."""
    row = case.pick("HIGHER_EDUCATION", "FE_COLLEGE", "SIXTH_FORM_COLLEGE")
    return _one(case, row, "destination_provider", None, "warning")


@kind(having("destination_provider", of=DESTINATIONS, codes=("HIGHER_EDUCATION", "FE_COLLEGE", "SECONDARY")),
      arguable="as if the place were missing")  # fmt: skip
def place_is_a_placeholder(case: Case) -> Damaged:
    """“Placeholder ids XXX/XXXX/XXXXXX for non-English or unknown schools”: that is no place."""
    row = case.pick("HIGHER_EDUCATION", "FE_COLLEGE", "SECONDARY")
    return _one(case, row, "destination_provider", ("XXX", "XXXX", "XXXXXX")[case.number % 3], "warning")


@kind(having("destination_provider", of=_AFTER_16, codes=("SIXTH_FORM", "FE_COLLEGE")),
      arguable="counted as not said which, on a fix list")  # fmt: skip
def college_not_said_which(case: Case) -> Damaged:
    """“the bare words “sixth form” and “college” without a provider become POST16_UNSPECIFIED” “(fix list)”."""
    row = case.pick("SIXTH_FORM", "FE_COLLEGE")
    _clear(case, row, "destination_provider", "activity_code")
    case.table.set(row, "destination_type", "Sixth form" if case.codes[row] == "SIXTH_FORM" else "College")
    return Damaged(
        case.table, (Expected(row, "destination_type", "warning", elsewhere=((row, "destination_provider"),)),)
    )


_APPRENTICE = having("apprenticeship_level", of=DESTINATIONS, codes=("APPRENTICESHIP",))


@kind(_APPRENTICE, arguable="the catalogue says error; the row counts as an apprenticeship all the same")
def apprenticeship_without_level_and_employer(case: Case) -> Damaged:
    """“Apprenticeship, with its level 2–7”; check catalogue: “apprenticeship needs level or employer”."""
    row = case.pick("APPRENTICESHIP")
    case.table.set(row, "destination_provider", None)
    case.table.set(row, "apprenticeship_level", None)
    expected = Expected(row, "apprenticeship_level", "warning", elsewhere=((row, "destination_provider"),))
    return Damaged(case.table, (expected,))


@kind(_APPRENTICE, arguable="the row counts as an apprenticeship all the same")
def apprenticeship_of_level_9(case: Case) -> Damaged:
    """“Apprenticeship, with its level 2–7”; “a value that can't be typed is a finding, never a silent null”."""
    return _one(case, case.pick("APPRENTICESHIP"), "apprenticeship_level", "Level 9", "warning")


@kind(having("apprenticeship_level", of=DESTINATIONS, codes=("HIGHER_EDUCATION",)),
      arguable="blocking, since either the type or the level is wrong and it would count in the wrong group")  # fmt: skip
def university_and_apprenticeship(case: Case) -> Damaged:
    """“6–7: degree apprenticeship, never also HE”."""
    row = case.pick("HIGHER_EDUCATION")
    case.table.set(row, "apprenticeship_level", 6)
    expected = Expected(row, "apprenticeship_level", "blocking", elsewhere=((row, "destination_type"),))
    return Damaged(case.table, (expected,))


@kind([name for name in _AFTER_16 if name in having("sen_provision")],
      arguable="the catalogue says error; the row counts, and the plan may be on its way")  # fmt: skip
def special_college_without_sen(case: Case) -> Damaged:
    """Check catalogue: “280/460 need SEND”. A specialist college for a pupil whom the roll knows without a need."""
    places = [
        row for row in range(len(case.people)) if case.people[row].sen == "none" and case.codes[row] == "FE_COLLEGE"
    ]
    row = places[0] if places else next(row for row, each in enumerate(case.people) if each.sen == "none")
    case.table.set(row, "destination_type", "Special school or special post-16 institution")
    case.table.set(row, "destination_provider", "Larchwood Specialist College")
    _clear(case, row, "activity_code", "apprenticeship_level", "course_level", "course")
    return Damaged(case.table, (Expected(row, "destination_type", "warning", elsewhere=((row, "sen_provision"),)),))


_CODED = having("activity_code", of=DESTINATIONS)


@kind(_CODED, arguable="the type alone counts; the code matters in a return")
def activity_code_does_not_exist(case: Case) -> Damaged:
    """“activity_code (NCCIS, optional) wins in a return and must agree with the type”. There is no 999."""
    return _one(case, case.pick(column="activity_code"), "activity_code", 999, "warning")


@kind(_CODED, arguable="a warning, since the destination alone decides what is counted")
def activity_code_contradicts_the_type(case: Case) -> Damaged:
    """“activity_code … must agree with the type”. 310 is an apprenticeship."""
    row = case.pick("HIGHER_EDUCATION", "FE_COLLEGE", "SIXTH_FORM")
    case.table.set(row, "activity_code", 310)
    return Damaged(case.table, (Expected(row, "activity_code", "warning", elsewhere=((row, "destination_type"),)),))


@kind(
    having("review_on", of=DESTINATIONS, codes=("GAP_YEAR_DEFERRED",), stage="final"),
    arguable="the row counts rightly without; a plan needs none yet",
)
def gap_year_without_review(case: Case) -> Damaged:
    """Notes, rule 262: “ReviewDate mandatory for 260, 290, 350, 616, 710”."""
    return _one(case, case.pick("GAP_YEAR_DEFERRED"), "review_on", None, "warning")


@kind(having("verified_by", of=DESTINATIONS, stage="final"), arguable="the row counts; only who said so is unknown")
def verified_by_an_unknown_word(case: Case) -> Damaged:
    """“verified_by ∈ own_roll, network_roll, provider, …”; a value that is none of them “is a finding, never a silent null”."""
    return _one(case, case.pick(column="verified_by"), "verified_by", "Mrs Dunn's spreadsheet", "warning")


@kind(having("verified_by", of=DESTINATIONS, stage="final"), arguable="the row counts; only who said so is unknown")
def verified_by_misspelt(case: Case) -> Damaged:
    """“verified_by ∈ own_roll, network_roll, provider, …” and “what to type instead”: one letter off."""
    return _one(case, case.pick(column="verified_by"), "verified_by", "Providor", "warning", suggestion="Provider")


@kind(having("course_level", of=DESTINATIONS, codes=("HIGHER_EDUCATION", "SIXTH_FORM", "FE_COLLEGE")), files=3,
      arguable="the row counts without its level")  # fmt: skip
def course_level_does_not_exist(case: Case) -> Damaged:
    """“course_level ∈ entry, L1, L2, …”; “a value that can't be typed is a finding”."""
    return _one(case, case.pick("HIGHER_EDUCATION", "SIXTH_FORM", "FE_COLLEGE"), "course_level", "Level 12", "warning")


@kind(having("preference_met", of=DESTINATIONS), files=3, arguable="the row counts without it")
def preference_does_not_exist(case: Case) -> Damaged:
    """A preference is one of six or none; “a value that can't be typed is a finding”."""
    return _one(case, case.pick(column="preference_met"), "preference_met", "19", "warning")
