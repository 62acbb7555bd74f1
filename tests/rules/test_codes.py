"""Coded columns: what management systems export and schools type for each code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import closest_codes, code_aliases, coded_columns, codes
from domain.columns import COLUMNS
from domain.package_data import table
from domain.text import BLANK_WORDS, key

OWNERS = {(column, alias): code for column, alias, code in code_aliases().iter_rows()}

# column, code: what is sent for it
SENT = [
    ("sex", "female", "F; Female; girl"),
    ("sex", "male", "M; Male; boy"),
    ("sex", "other", "U; W; not stated; not known; Prefer not to say"),
    (
        "sen_provision",
        "ehc_plan",
        "E; EHCP; EHC Plan; S; E - Education, Health and Care Plan; Education, Health and Care Plan",
    ),
    ("sen_provision", "sen_support", "K; SEN Support; K - SEN Support; A; P; School Action Plus"),
    ("sen_provision", "none", "N; No SEN; No Special Educational Need; N - No special educational need; No SEN (N)"),
    ("ethnicity", "WBRI", "WBRI; White British; White - British; WENG; WBRI - White British; WHI"),
    ("ethnicity", "WROM", "Gypsy / Roma; WROR"),
    ("ethnicity", "MOTH", "Any other mixed background; MOTM; Mixed - any other mixed background"),
    ("ethnicity", "APKN", "Pakistani; AMPK; Asian or Asian British - Pakistani; APKN - Pakistani"),
    ("ethnicity", "ABAN", "Bangladeshi; BAN"),
    ("ethnicity", "CHNE", "Chinese; CHKC"),
    ("ethnicity", "BAFR", "Black African; Black - Somali; BNGN"),
    ("ethnicity", "OOTH", "Arab; OARA; Any Other Ethnic Group"),
    ("ethnicity", "NOBT", "NOBT; not known; Information not yet obtained"),
    ("ethnicity", "WHITE", "White"),
    (
        "first_language",
        "english",
        "ENG; English; ENB; Believed to be English; ENG - English; Not known but believed to be English",
    ),
    (
        "first_language",
        "other",
        "OTH; OTB; Other than English; Urdu; Polish; PNJ; EAL; HGR; RMNR; Panjabi (Gurmukhi); PRS - Farsi; Welsh",
    ),
    ("first_language", "not_known", "REF; NOT; not known; ZZZ"),
    ("care_leaver", "yes", "A; G; R; C; O; Adopted from care; SGO"),
    ("care_leaver", "no", "N; Not declared"),
    ("young_carer", "yes", "P; S; Identified as a young carer by school"),
    ("disadvantaged", "yes", "Y; Yes; T; True; 1; ✓; PP; Ever 6"),
    ("disadvantaged", "no", "N; No; F; False; 0; Not PP"),
    (
        "enrolment_status",
        "C",
        "C; Current; Single Registration; Current (single registration); Current single registration",
    ),
    ("enrolment_status", "M", "M; Current main dual registration; Main - Dual Registration"),
    ("enrolment_status", "S", "S; Subsidiary - Dual Registration; Subsidiary (dual registration)"),
    ("enrolment_status", "G", "G; Guest; Guest pupil"),
    ("stage", "intended", "Intended; intention; intended destination; Stock-take; pre-results"),
    ("stage", "final", "Final; actual; results day; post-results"),
    ("prior_attainment", "low", "Low; L; LPA; lower; LAP"),
    ("prior_attainment", "high", "High; HAP; above"),
    ("offer_status", "offer_made", "Offer made; Y; conditional offer"),
    ("offer_status", "no_offer", "No offer; N; No offer yet; waiting list; unsuccessful"),
    ("offer_status", "offer_not_appropriate", "Not appropriate"),
    ("verified_by", "own_roll", "Own roll; own_roll"),
    ("verified_by", "local_authority", "LA; Local authority; NCCIS"),
    ("verified_by", "ucas", "UCAS"),
    ("course_level", "L3_academic", "A levels; IB; A-Level"),
    ("course_level", "T_level", "T Level; T levels"),
    ("course_level", "L4_5", "HNC; Level 4/5; 4; Level 5"),
    ("course_level", "L3_applied", "BTEC National; AAQ"),
    ("preference_met", "1", "1; 1st; First choice"),
    ("apprenticeship_level", "3", "3; Level 3; Advanced"),
    ("contact_permission", "not_asked", "Not asked"),
    ("application_status", "conditional_offer", "Conditional; C"),
    ("application_status", "awaiting_decision", "Awaiting decision; Applied; Submitted; No decision yet"),
    ("application_status", "accepted", "Accepted conditional; Accepted unconditional; Accepted offer; Place accepted"),
    ("application_status", "firm", "CF; UF; Unconditional firm; Conditional firm; Firmly accepted; Firm"),
    ("application_status", "insurance", "CI; UI; Conditional insurance; Insurance"),
    ("application_status", "placed", "Placed; confirmed; Enrolled; Placed in Clearing"),
    ("application_status", "placed_firm", "Placed at firm choice; Placed (firm)"),
    ("application_status", "rejected", "Rejection; RBD; Unsuccessful; No offer"),
    ("application_status", "declined", "DBD; Declined by applicant; Place declined"),
    ("application_status", "withdrawn", "W; Withdrawn; Application withdrawn"),
    ("application_status", "unplaced", "Unplaced; In Clearing; No place"),
    ("application_status", "waiting_list", "Waiting list; On reserve list"),
    ("offer_type", "unconditional", "U; Unconditional offer"),
    ("reply", "firm", "CF; UF; Firm; Firm acceptance"),
    ("reply", "insurance", "CI; Insurance"),
    ("encounter_kind", "workplace", "Work experience"),
]


@pytest.mark.parametrize(("column", "code", "sent"), SENT)
def test_what_is_sent_is_understood(column: str, code: str, sent: str) -> None:
    found = {text: OWNERS.get((column, key(text.strip()))) for text in sent.split(";")}
    assert found == dict.fromkeys(found, code)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("ethnicity", "bang"),  # Bangladeshi, or a code that begins with the B of Black?
        ("ethnicity", "British"),  # a nationality
        ("sen_provision", "Yes"),  # a plan or support?
        ("course_level", "Level 3"),  # academic or applied?
        ("course_level", "BTEC"),  # of which level?
        ("course_level", "Foundation year"),  # of a degree, of a T level or in art?
        ("apprenticeship_level", "Higher"),  # 4 or 5?
        ("preference_met", "Yes"),  # which one?
        ("enrolment_status", "Main"),  # the only one, or the main one of two?
        ("disadvantaged", "x"),  # a cross, or a mark?
        ("verified_by", "School"),  # this one or the next?
        ("verified_by", "Enrolment list"),  # likewise
        ("offer_status", "Declined"),  # by the college, or by the pupil who was offered a place?
        ("placed", "Accepted"),  # an offer, or the place?
    ],
)
def test_what_could_mean_two_things_is_not_guessed(column: str, text: str) -> None:
    assert (column, key(text)) not in OWNERS


def test_one_spelling_has_one_owner_within_its_column() -> None:
    assert code_aliases().select("column_name", "alias_key").is_unique().all()


@given(st.sampled_from(table("codes").select("column", "code", "label").rows()))
def test_a_code_and_its_label_mean_themselves_in_any_case(listed: tuple[str, str, str]) -> None:
    column, code, label = listed
    for text in (code, code.lower(), label, label.upper(), f"{code} - {label}"):
        assert OWNERS[column, key(text)] == code


def test_no_spelling_is_a_word_for_an_empty_cell() -> None:
    listed = table("codes").select("column", "aliases").drop_nulls().rows()
    assert not [(column, word) for column, words in listed for word in words.split("|") if word.lower() in BLANK_WORDS]


def test_codes_are_unique_and_their_places_count_from_one() -> None:
    frame = codes()
    assert frame.columns == ["column_name", "code", "label", "position", "code_group"]
    assert frame.select("column_name", "code").is_unique().all()
    for (column,), of in frame.group_by("column_name"):
        assert sorted(of["position"]) == list(range(1, of.height + 1)), column


def test_every_coded_column_has_codes_but_those_whose_list_is_elsewhere() -> None:
    coded = {name for name, column in COLUMNS.items() if column.type == "code"}
    assert coded - set(coded_columns()) == {"destination_type", "aspiration_type", "activity_code"}
    assert set(coded_columns()) <= coded


def test_every_ethnicity_has_a_group_that_is_reported() -> None:
    groups = set(table("breakdowns").filter(breakdown_topic="ethnicity_major")["breakdown"])
    assert set(codes().filter(column_name="ethnicity")["code_group"]) == groups


@pytest.mark.parametrize(
    ("column", "text", "meant"),
    [
        ("sex", "femail", "Female"),
        ("offer_status", "ofer made", "Offer made"),
        ("ethnicity", "Bangladeshy", "Bangladeshi"),
    ],
)
def test_a_slip_of_the_keyboard_is_answered_with_the_one_code_it_means(column: str, text: str, meant: str) -> None:
    assert closest_codes(column, text) == [meant]


@given(st.sampled_from(["sex", "ethnicity", "stage", "no_such_column"]), st.text(max_size=12))
def test_suggestions_are_labels_of_the_column(column: str, text: str) -> None:
    assert set(closest_codes(column, text)) <= set(codes().filter(column_name=column)["label"])
