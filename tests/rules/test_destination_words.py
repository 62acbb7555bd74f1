"""Destination types: what schools and local authorities really write for them. The list is in
`test_destination_types.py`."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.destination_types import aliases, closest, destination_types, resolve, spelling_key
from domain.package_data import table
from domain.text import BLANK_WORDS, key

ACTIVITIES = Path(__file__).parents[2] / "../shared/data/codes/nccis_activity_codes.csv"
TYPES = destination_types()
LABELS: dict[str, str] = dict(TYPES.select("code", "label").unique().iter_rows())
SPELLINGS = [
    (spelling, code)
    for code, label, more in table("destination_types").select("code", "label", "aliases").iter_rows()
    for spelling in (code, label, *(more or "").split("|"))
    if spelling
]

# What a school types, one type a line.
TYPED = {
    "SECONDARY": "Secondary school; secondary; Comprehensive; Academy; State secondary school; Trust secondary; All-through school",
    "SELECTIVE": "Grammar; Grammar school; selective school",
    "SPECIAL": "Special school; special; Specialist college; Special Post-16 Institution; 280",
    "INDEPENDENT": "Independent school; Private school; independent sixth form; fee-paying school",
    "ALTERNATIVE_PROVISION": "AP; PRU; Pupil Referral Unit; Alternative provision; Pupil Referral Unit (PRU)",
    "HOME_EDUCATED": "EHE; Home educated; home-schooled; Elective Home Education; Home school",
    "SIXTH_FORM": "SIXTH_FORM; sixth_form; School sixth form; school_sixth_form; Own sixth form; our 6th form; "
    "Full-time education - school sixth-form; staying on at school; continuing into Year 13; 210; "
    "Sixth form (this school); 6th Form - this school; Sixth form (own school)",
    "SIXTH_FORM_COLLEGE": "Sixth form college; Sixth-form College; 6th Form College; SFC; 220",
    "FE_COLLEGE": "FE College; FE; Further Education; further education college; FE_COLLEGE; College (FE); 230",
    "POST16_UNSPECIFIED": "sixth form; Sixth Form; 6th form; college; College; FE/sixth form; sixth form or college; "
    "College / Sixth Form; A levels; in full-time education; Post-16; "
    "BTEC; College course; another sixth form; VIth form",
    "REPEAT_YEAR": "Repeat year; Year 14; repeating year 12; Repeating the year",
    "HIGHER_EDUCATION": "Uni; University; uni.; HE; Higher Education; degree; Undergraduate; University abroad; 240; "
    "UCAS; Applying to university; HND",
    "PART_TIME_EDUCATION": "Part-time education; part time study; 250",
    "APPRENTICESHIP": "Apprenticeship; apprentice; Apprenticeship Level 3; Level 2 apprenticeship; Apprenticeship (L3); "
    "Degree apprenticeship; Higher Apprenticeship; Advanced apprenticeship (Level 3); 310",
    "TRAINING": "Training; Training provider; Study programme; Work-based learning; Traineeship",
    "SUPPORTED_INTERNSHIP": "Supported internship; 460",
    "EMPLOYMENT_WITH_STUDY": "Employment with study; Full-time employment with study (regulated qualification)",
    "EMPLOYMENT_WITH_TRAINING": "Employment with training; Employment with training (other); Job with training",
    "EMPLOYMENT": "Employment; Job; Full time work; working; Employed; Employment without training; 330",
    "PART_TIME_EMPLOYMENT": "Part-time job; part time work; PART_TIME_EMPLOYMENT",
    "TEMPORARY_EMPLOYMENT": "Temporary work; temp job; Seasonal work",
    "SELF_EMPLOYMENT": "Self employed; Self-employment; own business",
    "ARMED_FORCES": "Army; RAF; Royal Navy; Armed Forces; the Army",
    "GAP_YEAR_DEFERRED": "Deferred entry; Deferred place; Gap year (deferred place); University - deferred",
    "GAP_YEAR": "Gap year; Gap Yr; taking a gap year; Gap year student",
    "VOLUNTEERING": "Volunteering; Voluntary work; working not for reward",
    "RE_ENGAGEMENT": "Re-engagement; Re-engagement provision; RE_ENGAGEMENT",
    "START_DATE_AGREED": "Start date agreed; Start date agreed (other); awaiting start date",
    "SEEKING": "NEET; neet; unemployed; Seeking work; Seeking employment, education or training; looking for a job; 619",
    "NOT_AVAILABLE": "Not available to labour market/learning - carer; not available; NEET - not available; Pregnancy; 640",
    "CUSTODY": "Custody; Young Offender Institution; Custody (young adult offender)",
    "LEFT_ENGLAND": "Moved abroad; emigrated; left the country; Moved to Scotland; Relocated",
    "DECEASED": "Deceased; died",
    "UNDECIDED": "TBC; tbc; TBA; Undecided; Not sure; To be confirmed; undecided yet; not decided",
    "UNKNOWN": "Not known; Unknown; not known yet; Current situation not known; N/K; no contact; 810",
    "REFUSED": "Refused; Refused to disclose activity; prefer not to say",
}


@pytest.mark.parametrize(("code", "typed"), TYPED.items())
def test_what_schools_type_is_understood(code: str, typed: str) -> None:
    assert {text.strip(): resolve(text.strip()) for text in typed.split(";")} == dict.fromkeys(
        (text.strip() for text in typed.split(";")), code
    )


def test_every_type_is_tried_above() -> None:
    assert set(TYPED) == set(LABELS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "school",
        "yes",
        "11",
        "270",
        "260",
        "290",
        "550",
        "610",
        "Ark",
        "banana",
        "sixth",
        "London",
        "Abroad",  # to study, to travel or to live?
        "Carer",  # a job, or a duty at home?
        "Declined",  # an offer, or to answer?
        "Not in education",  # but at work?
        "Part-time",  # at college or at work?
        "Gap year students",  # authorities' words for 260, with a place held or without one
    ],
)
def test_what_could_mean_two_things_or_nothing_is_not_guessed(text: str) -> None:
    assert resolve(text) is None


def test_a_code_with_its_underscore_is_the_code_and_the_bare_words_are_not() -> None:
    assert (resolve("SIXTH_FORM"), resolve("Sixth form")) == ("SIXTH_FORM", "POST16_UNSPECIFIED")


def test_one_spelling_has_one_owner() -> None:
    frame = aliases()
    assert frame["alias_key"].is_unique().all() and frame["alias_key"].null_count() == 0
    assert set(frame["code"]) == set(LABELS)


def test_no_spelling_is_a_word_for_an_empty_cell() -> None:
    assert not [spelling for spelling, _ in SPELLINGS if spelling.lower() in BLANK_WORDS]


@given(
    st.sampled_from(SPELLINGS),
    st.sampled_from([str.upper, str.lower, str.title, str.strip]),
    st.sampled_from(["{}", " {} ", "{}."]),
)
def test_case_and_trailing_signs_do_not_matter(spelt: tuple[str, str], change: object, around: str) -> None:
    spelling, code = spelt
    assert callable(change)
    text = around.format(change(spelling))
    if "_" in text:
        text = text.rstrip(".")
    assert resolve(text) == code


@given(st.sampled_from([spelt for spelt in SPELLINGS if " " in spelt[0].strip()]))
def test_underscores_for_spaces_mean_the_same_unless_that_is_another_code(spelt: tuple[str, str]) -> None:
    spelling, code = spelt
    words = "_".join("".join(letter if letter.isalnum() else " " for letter in spelling).split())
    assert resolve(words) in {code, words.upper() if words.upper() in LABELS else code}


@given(st.text(max_size=20))
def test_resolving_any_text_gives_a_code_or_nothing(text: str) -> None:
    assert resolve(text) in {None, *LABELS}
    assert set(closest(text)) <= set(LABELS.values()) and len(closest(text)) <= 3


@pytest.mark.parametrize(
    ("typed", "year_group", "meant"),
    [
        ("FE_COLEGE", 11, "Further education college"),
        ("Apprentiship", 11, "Apprenticeship"),
        ("Universty", 13, "University or other higher education"),
        ("SIXTH_FROM", 11, "School sixth form"),
        ("Grammer school", 6, "Grammar school"),
        ("Emplyoment", 12, "Employment without training"),
    ],
)
def test_a_slip_of_the_keyboard_is_answered_with_the_one_type_it_means(typed: str, year_group: int, meant: str) -> None:
    assert closest(typed, year_group) == [meant]


def test_a_type_of_another_year_group_is_never_suggested() -> None:
    assert closest("Universty", 11) == []
    assert closest("Grammer school", 11) == []


@given(st.sampled_from(sorted(LABELS.values())), st.sampled_from([6, 11, 12, 13]))
def test_suggestions_are_labels_of_the_year_group(label: str, year_group: int) -> None:
    legal = set(TYPES.filter(year_group=year_group)["label"])
    assert set(closest(label[:-1] + "x", year_group)) <= legal


# Codes that are one of several under a type; a return writes what `activity_code` says, else the type's own code.
UNDER = {"280": "SPECIAL", "381": "SELF_EMPLOYMENT", "430": "TRAINING", "440": "TRAINING", "450": "TRAINING", "616": "START_DATE_AGREED",
         "620": "NOT_AVAILABLE", "630": "NOT_AVAILABLE", "640": "NOT_AVAILABLE", "650": "NOT_AVAILABLE", "660": "NOT_AVAILABLE",
         "670": "NOT_AVAILABLE", "820": "UNKNOWN"}  # fmt: skip


def test_a_code_of_local_authorities_means_the_type_that_is_returned_under_it() -> None:
    returned: dict[str, set[str]] = {}
    for code, nccis in TYPES.select("code", "nccis_code").drop_nulls().unique().iter_rows():
        returned.setdefault(nccis, set()).add(code)
    numbers = {spelling: code for spelling, code in SPELLINGS if spelling.isdigit()}
    assert len(numbers) > 25
    for number, code in numbers.items():
        assert code == UNDER.get(number) or code in returned[number], number


def test_a_code_of_local_authorities_and_its_label_mean_the_same() -> None:
    if not ACTIVITIES.exists():
        pytest.skip(f"{ACTIVITIES} is not here: published lists are read in place, never copied")
    listed = pl.read_csv(ACTIVITIES, infer_schema=False).rows()
    assert len(listed) == 40
    for code, label, _ in listed:
        assert resolve(code) == resolve(label), code


def test_an_underscore_marks_a_code() -> None:
    assert spelling_key(" fe_college ") == "FE_COLLEGE"
    assert spelling_key("FE College") == key("fe college") == "fecollege"
