"""Destination types: the list as it was agreed, and what schools really write for it."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.destination_types import aliases, closest, destination_types, resolve, spelling_key
from domain.package_data import table
from domain.text import BLANK_WORDS, key

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
    "SECONDARY": "Secondary school; secondary; Comprehensive; Academy; State secondary school",
    "SELECTIVE": "Grammar; Grammar school; selective school",
    "SPECIAL": "Special school; special; Specialist college; Special Post-16 Institution; 280",
    "INDEPENDENT": "Independent school; Private school; independent sixth form; fee-paying school",
    "ALTERNATIVE_PROVISION": "AP; PRU; Pupil Referral Unit; Alternative provision",
    "HOME_EDUCATED": "EHE; Home educated; home-schooled; Elective Home Education",
    "SIXTH_FORM": "SIXTH_FORM; sixth_form; School sixth form; school_sixth_form; Own sixth form; our 6th form; "
    "Full-time education - school sixth-form; staying on at school; continuing into Year 13; 210",
    "SIXTH_FORM_COLLEGE": "Sixth form college; Sixth-form College; 6th Form College; SFC; 220",
    "FE_COLLEGE": "FE College; FE; Further Education; further education college; FE_COLLEGE; College (FE); 230",
    "POST16_UNSPECIFIED": "sixth form; Sixth Form; 6th form; college; College; FE/sixth form; sixth form or college; "
    "College / Sixth Form; A levels; in full-time education; Post-16",
    "REPEAT_YEAR": "Repeat year; Year 14; repeating year 12; Repeating the year",
    "HIGHER_EDUCATION": "Uni; University; uni.; HE; Higher Education; degree; Undergraduate; University abroad; 240",
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
    "GAP_YEAR": "Gap year; Gap Yr; taking a gap year",
    "VOLUNTEERING": "Volunteering; Voluntary work; working not for reward",
    "RE_ENGAGEMENT": "Re-engagement; Re-engagement provision; RE_ENGAGEMENT",
    "START_DATE_AGREED": "Start date agreed; Start date agreed (other); awaiting start date",
    "SEEKING": "NEET; neet; unemployed; Seeking work; Seeking employment, education or training; looking for a job; 619",
    "NOT_AVAILABLE": "Not available to labour market/learning - carer; not available; NEET - not available; Pregnancy; 640",
    "CUSTODY": "Custody; Young Offender Institution; Custody (young adult offender)",
    "LEFT_ENGLAND": "Moved abroad; emigrated; left the country; Moved to Scotland",
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
    "text", ["", "?", "school", "yes", "11", "270", "260", "610", "Ark", "banana", "sixth", "London"]
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


def test_the_list_has_one_line_for_each_type_and_year_group() -> None:
    assert TYPES.select("code", "year_group").is_unique().all()
    assert TYPES.schema["year_group"] == pl.Int64
    assert set(TYPES["year_group"]) == {6, 11, 12, 13}
    assert TYPES.columns == [
        "code", "label", "year_group", "stages", "destination_category", "participation", "nccis_code", "valid_from", "valid_to",
    ]  # fmt: skip
    assert TYPES.select("code", "label").unique().height == TYPES["code"].n_unique() == TYPES["label"].n_unique()


def years(code: str) -> list[int]:
    return sorted(TYPES.filter(code=code)["year_group"])


def test_year_groups_are_as_agreed() -> None:
    for_all = {"SPECIAL", "INDEPENDENT", "ALTERNATIVE_PROVISION", "HOME_EDUCATED", "LEFT_ENGLAND", "DECEASED", "UNDECIDED", "UNKNOWN", "REFUSED"}  # fmt: skip
    for code in LABELS:
        if code in {"SECONDARY", "SELECTIVE"}:
            expected = [6]
        elif code in {"HIGHER_EDUCATION", "GAP_YEAR", "GAP_YEAR_DEFERRED"}:
            expected = [12, 13]
        else:
            expected = [6, 11, 12, 13] if code in for_all else [11, 12, 13]
        assert years(code) == expected, code


def category(code: str, year_group: int) -> object:
    return TYPES.filter(code=code, year_group=year_group)["destination_category"].item()


@pytest.mark.parametrize(
    ("code", "by_year"),
    [
        ("SPECIAL", {6: "special", 11: "other_education", 13: "other_education"}),
        ("INDEPENDENT", {6: "independent", 12: "other_education"}),
        ("ALTERNATIVE_PROVISION", {6: "alternative_provision", 11: "other_education"}),
        ("HOME_EDUCATED", {6: "home_educated", 13: "other_education"}),
        ("SIXTH_FORM", {11: "school_sixth_form", 12: "school_sixth_form", 13: "other_education"}),
        ("SIXTH_FORM_COLLEGE", {11: "sixth_form_college", 12: "sixth_form_college", 13: "other_education"}),
        ("FE_COLLEGE", {11: "further_education", 13: "further_education"}),
        ("TRAINING", {11: "further_education"}),
        ("APPRENTICESHIP", {11: "apprenticeship", 13: "apprenticeship"}),
        ("ARMED_FORCES", {13: "employment"}),
        ("VOLUNTEERING", {12: "not_participating"}),
        ("CUSTODY", {11: "not_participating"}),
        ("REFUSED", {6: "unknown", 13: "unknown"}),
        ("DECEASED", {11: None}),
    ],
)
def test_the_category_depends_on_the_year_group_as_agreed(code: str, by_year: dict[int, str | None]) -> None:
    assert {year: category(code, year) for year in by_year} == by_year


def test_participation_and_nccis_codes_are_as_agreed() -> None:
    found = {
        code: (participation, nccis)
        for code, participation, nccis in TYPES.filter(year_group=12)
        .select("code", "participation", "nccis_code")
        .iter_rows()
    }
    assert found == {
        "SPECIAL": ("education", "280"), "INDEPENDENT": ("education", "270"), "ALTERNATIVE_PROVISION": ("education", "270"),
        "HOME_EDUCATED": ("education", "270"), "SIXTH_FORM": ("education", "210"), "SIXTH_FORM_COLLEGE": ("education", "220"),
        "FE_COLLEGE": ("education", "230"), "POST16_UNSPECIFIED": ("education", None), "REPEAT_YEAR": ("education", None),
        "HIGHER_EDUCATION": ("education", "240"), "PART_TIME_EDUCATION": ("education", "250"), "APPRENTICESHIP": ("employment", "310"),
        "TRAINING": ("training", "410"), "SUPPORTED_INTERNSHIP": ("training", "460"), "EMPLOYMENT_WITH_STUDY": ("employment", "320"),
        "EMPLOYMENT_WITH_TRAINING": ("employment", "340"), "EMPLOYMENT": ("employment", "330"),
        "PART_TIME_EMPLOYMENT": ("employment", "360"), "TEMPORARY_EMPLOYMENT": ("employment", "350"),
        "SELF_EMPLOYMENT": ("employment", "380"), "ARMED_FORCES": ("employment", "330"), "GAP_YEAR_DEFERRED": ("gap_year", "260"),
        "GAP_YEAR": ("gap_year", "619"), "VOLUNTEERING": ("neet", "540"), "RE_ENGAGEMENT": ("re_engagement", "530"),
        "START_DATE_AGREED": ("neet", "615"), "SEEKING": ("neet", "619"), "NOT_AVAILABLE": ("neet", "680"), "CUSTODY": ("other", "710"),
        "LEFT_ENGLAND": ("outside", None), "DECEASED": (None, None), "UNDECIDED": ("undecided", None), "UNKNOWN": ("unknown", "810"),
        "REFUSED": ("unknown", "830"),
    }  # fmt: skip
    assert TYPES.filter(year_group=6, participation="education")["nccis_code"].null_count() == 6


def test_nobody_ends_up_undecided() -> None:
    stages = dict(TYPES.select("code", "stages").unique().iter_rows())
    assert stages.pop("UNDECIDED") == "intended"
    assert set(stages.values()) == {"intended|final"}


def test_categories_and_participations_are_those_that_have_a_name() -> None:
    for column, name in (("destination_category", "destination_categories"), ("participation", "participations")):
        known = table(name)[column]
        assert set(TYPES[column].drop_nulls()) <= set(known)
        # In the own sixth form is derived from the provider, so no type that a school can write has it.
        assert set(known) - set(TYPES[column]) <= {"continuing_own_sixth_form"}


def test_an_underscore_marks_a_code() -> None:
    assert spelling_key(" fe_college ") == "FE_COLLEGE"
    assert spelling_key("FE College") == key("fe college") == "fecollege"
