"""Headers: how management systems and people name each column, what a header says besides, and what columns make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.column_list import spellings
from domain.columns import COLUMNS, KINDS, HeaderMatch, closest_columns, identifying, kind_of, match_header
from domain.text import key

# Whose headers they are, and the column that each of them means.
HEADERS = {
    "SIMS": "UPN upn; Adno mis_id; Admission number mis_id; ULN uln; Unique Learner Number uln; Legal Surname legal_surname; "
    "Surname surname; Chosen surname surname; Forename forename; Chosen name forename; Preferred Forename preferred_forename; "
    "DOB date_of_birth; Date of birth date_of_birth; Year year_group; Year taught in year_group; NCyear year_group; "
    "Curriculum Year year_group; Reg form; Reg Group form; Gender sex; SEN Status sen_provision; SEN Provision sen_provision; "
    "Pupil Premium Indicator disadvantaged; FSM Ever 6 disadvantaged; EAL Status first_language; Leaving Date leaving_date; "
    "Destination destination_type; Destination after leaving destination_type; Enrolment Status enrolment_status; "
    "Date of Admission entry_date; First Language first_language; Date Recorded recorded_on; Verified By verified_by",
    "Arbor": "Unique Pupil Number upn; Arbor ID mis_id; Person ID mis_id; STUDENT_ID mis_id; Legal Last Name legal_surname; Last name surname; "
    "Legal First Name legal_forename; Preferred first name preferred_forename; First name forename; Year group year_group; "
    "Registration form form; SEN status sen_provision; Is Pupil Premium disadvantaged; EAL first_language; "
    "Enrolment end date leaving_date; Entry date entry_date; Home LA home_la; Offer status offer_status; Recorded on recorded_on",
    "Bromcom": "Student ID mis_id; MIS ID mis_id; AdNo mis_id; Legal Surname legal_surname; Preferred Surname surname; "
    "First Name forename; Year Group year_group; Tutor Group form; SEN Code sen_provision; PP disadvantaged; "
    "Ever 6 FSM disadvantaged; Ethnicity Code ethnicity; Language first_language; Provider destination_provider; School school",
    "ScholarPack": "Pupil ID mis_id; Admission No mis_id; D.O.B. date_of_birth; Class form; SEN sen_provision; Ever6 disadvantaged; "
    "Date of leaving leaving_date; Destination School destination_provider",
    "census": "Middlenames middle_names; PreferredSurname surname; DoB date_of_birth; EnrolStatus enrolment_status; "
    "EntryDate entry_date; NCyearActual year_group; Ethnicity ethnicity; Language first_language; SENprovision sen_provision; "
    "UniqueLearnerNumber uln; Postcode postcode; FormerUPN former_upn",
    "local authorities": "LegalForename legal_forename; MiddleNames middle_names; DOB (dd/mm/yyyy) date_of_birth; NCYear year_group; "
    "SEN (E/K/N) sen_provision; SEND provision sen_provision; HomeLA home_la; LeadLEA home_la; Phone pupil_phone; ParentName parent_name; "
    "SchoolName school; LAESTAB school; OfferStatus offer_status; OfferDate offer_on; ActivityCode activity_code; "
    "ActivityStartDate start_date; VerifiedDate verified_on; PredictedEndDate predicted_end_on; LeavingReason leaving_reason; "
    "ShareOptOut(Y/N) share_opt_out; GivenName forename; FamilyName surname; DateAscertained recorded_on; DateVerified verified_on; "
    "ReviewDate review_on; UKProviderReferenceNumber destination_provider_id; EstablishmentName destination_provider; "
    "UniquePupilNumber upn; UniqueLearnerNo uln; September Guarantee Status offer_status",
    "people": "Student First Name forename; Pupil's surname surname; Learner DOB date_of_birth; Sex (M/F) sex; Timestamp recorded_on; "
    "Type of destination destination_type; Destination code destination_type; Name of new school destination_provider; "
    "Secondary school destination_provider; Employer destination_provider; University destination_provider; Course title course; "
    "Offer made? (Y/N) offer_status; Y11 destination destination_type; Destination 2025-26 destination_type; "
    "Post 18 plan aspiration_type; Date confirmed verified_on; Planned end date predicted_end_on; Forename(s) forename",
}


@pytest.mark.parametrize("whose", HEADERS)
def test_headers_mean_what_their_senders_mean(whose: str) -> None:
    pairs = [pair.strip().rsplit(" ", 1) for pair in HEADERS[whose].split(";")]
    assert {header: match_header(header) for header, _ in pairs} == {
        header: HeaderMatch(column) for header, column in pairs
    }


@pytest.mark.parametrize(
    ("header", "column", "stage", "moment"),
    [
        ("Intended destination", "destination_type", "intended", None),
        ("Final provider", "destination_provider", "final", None),
        ("Results day", "destination_type", "final", "results_day"),
        ("Intended (Feb)", "destination_type", "intended", "feb"),
        ("Intended (Oct)", "destination_type", "intended", "oct"),
        ("Intended", "destination_type", "intended", None),
        ("Final", "destination_type", "final", None),
        ("Destination (final)", "destination_type", "final", None),
        ("Intentions", "destination_type", "intended", None),
        ("Actual destination", "destination_type", "final", None),
        ("IntendedDestinationYr11", "destination_type", "intended", None),
        ("IntendedDestCode", "destination_type", "intended", None),
        ("IntendedProvider", "destination_provider", "intended", None),
        ("Intended Destination - Provider", "destination_provider", "intended", None),
        ("Name of intended provider", "destination_provider", "intended", None),
        ("intended_destination_provider_id", "destination_provider_id", "intended", None),
        ("Intended post-16 destination", "destination_type", "intended", None),
        ("Intended destination after Year 11", "destination_type", "intended", None),
        ("Final destination 2026", "destination_type", "final", None),
        ("Final course", "course", "final", None),
        ("Destination on results day", "destination_type", "final", "results_day"),
        ("GCSE results day provider", "destination_provider", "final", "results_day"),
        ("Pre-results destination", "destination_type", "intended", "pre_results"),
        ("Stock-take destination", "destination_type", "intended", "feb"),
        ("Planned destination", "destination_type", "intended", None),
        ("Confirmed destination", "destination_type", "final", None),
    ],
)
def test_a_header_may_say_the_stage_and_the_moment(header: str, column: str, stage: str, moment: str | None) -> None:
    assert match_header(header) == HeaderMatch(column, stage, moment)


@pytest.mark.parametrize(
    "header",
    [
        "", "School type", "Estab number", "Establishment", "EHCP (Y/N)", "Results", "GCSE results", "Confirmed", "Destination confirmed", "Planned", "Final year", "Year 11 results", "2026",
        "Shoe size", "Student", "Name", "LA", "Estab", "School year", "Date", "End date", "Outcome", "FSM", "Verified", "Attendance 2023-24",
        "Intention 2", "Is the pupil intended to be interviewed by someone " * 4,
    ],
)  # fmt: skip
def test_a_header_that_could_mean_two_things_or_none_is_left_alone(header: str) -> None:
    assert match_header(header) is None


def test_a_network_may_teach_its_own_headers_and_they_win() -> None:
    own = {"Where next, then?": "destination_type", "Plan": "aspiration_type", "Shoe size": "no_such_column"}
    assert match_header("where next then", own) == HeaderMatch("destination_type")
    assert match_header("PLAN", own) == HeaderMatch("aspiration_type")
    assert match_header("Shoe size", own) is None
    assert match_header("Forename", own) == HeaderMatch("forename")


def test_one_header_has_one_owner_and_every_column_is_found_by_name_and_label() -> None:
    assert set(spellings().values()) == set(COLUMNS)
    for column in COLUMNS.values():
        for spelling in (column.name, column.label, *column.aliases):
            assert match_header(spelling) == HeaderMatch(column.name)


@given(
    st.sampled_from([spelling for column in COLUMNS.values() for spelling in (column.label, *column.aliases)]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["{}", " {} ", "{}:", "{} *", "{} (required)"]),
)
def test_case_and_signs_around_a_header_do_not_matter(spelling: str, change: object, around: str) -> None:
    assert callable(change)
    assert match_header(around.format(change(spelling))) == match_header(spelling)


@given(st.text(max_size=60))
def test_any_text_is_a_known_column_or_nothing(text: str) -> None:
    found = match_header(text)
    assert found is None or (found.column in COLUMNS and found.stage in {None, "intended", "final"})
    assert set(closest_columns(text)) <= {column.label for column in COLUMNS.values()}


@given(st.sampled_from(["destination", "provider", "course", "start date"]), st.sampled_from(["Intended", "Final"]))
def test_a_stage_may_stand_before_or_behind_what_it_is_about(about: str, stage: str) -> None:
    before, behind = match_header(f"{stage} {about}"), match_header(f"{about.title()} ({stage.lower()})")
    assert before == behind and before is not None
    assert (before.column, before.stage) == (match_header(about).column, stage.lower())  # type: ignore[union-attr]


def test_the_list_has_every_column_of_the_agreed_kinds_in_its_order() -> None:
    assert list(COLUMNS)[:5] == ["academic_year", "school", "year_group", "stage", "upn"]
    roll = (
        "academic_year school year_group upn former_upn uln mis_id surname forename legal_surname legal_forename preferred_forename "
        "middle_names date_of_birth sex ethnicity first_language sen_provision disadvantaged looked_after care_leaver young_carer "
        "first_generation_he prior_attainment attendance form enrolment_status entry_date leaving_date leaving_reason postcode home_la "
        "address_line_1 address_line_2 address_line_3 address_line_4 town pupil_phone pupil_email parent_name parent_address parent_phone "
        "parent_email share_opt_out contact_permission"
    )
    destinations = (
        "academic_year school year_group stage upn uln mis_id surname forename date_of_birth destination_type destination_provider "
        "destination_provider_id course course_code course_level apprenticeship_level activity_code aspiration_type aspiration_provider "
        "offer_status preference_met start_date leaving_date leaving_reason recorded_on verified_on verified_by review_on predicted_end_on "
        "offer_on change_reason barrier fit guidance_needed guidance_on contacted_by contacted_on contact_method contact_outcome list_row"
    )
    for kind, names in (("roll", roll), ("destinations", f"{destinations} {roll}")):
        assert {name for name, column in COLUMNS.items() if kind in column.kinds} == set(names.split())
    for kind, names in (("applications", "course_code course entry_year application_status offer_type reply placed"), ("feedback", "source start_date recorded_on"), ("encounters", "meaningful"), ("places", "places_left course"), ("compass", "benchmark benchmark_score evaluated_on")):  # fmt: skip
        assert set(names.split()) <= {name for name, column in COLUMNS.items() if kind in column.kinds}


def test_columns_are_described_in_full() -> None:
    for column in COLUMNS.values():
        assert column.kinds <= set(KINDS) and column.kinds
        assert column.type in {"text", "identifier", "date", "code", "boolean", "integer", "number"}
        assert column.label and column.description
        assert key(column.name) not in {key(alias) for alias in column.aliases}


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ("upn destination_type", "destinations"),
        ("upn form destination_type application_status", "destinations"),
        ("upn destination_provider reply", "applications"),
        ("upn encounter_on encounter_kind", "encounters"),
        ("upn year_group", "roll"),
        ("surname forename date_of_birth", "roll"),
        ("mis_id entry_date", "roll"),
        ("upn", None),
        ("surname forename form", None),
        ("year_group form", None),
        ("", None),
    ],
)
def test_the_kind_of_extract_follows_from_its_columns(columns: str, kind: str | None) -> None:
    assert kind_of(set(columns.split())) == kind


@pytest.mark.parametrize(
    ("columns", "enough"),
    [("upn", True), ("uln", True), ("mis_id", True), ("surname forename date_of_birth", True), ("surname forename", False),
     ("former_upn", False), ("", False)],
)  # fmt: skip
def test_a_pupil_is_known_by_a_number_or_by_name_and_date_of_birth(columns: str, enough: bool) -> None:
    assert identifying(set(columns.split())) is enough


@pytest.mark.parametrize(
    ("header", "label"),
    [("Forname", "Forename"), ("Destinaton provider", "Destination provider"), ("Date of brith", "Date of birth")],
)
def test_a_misspelt_header_is_answered_with_the_one_column_it_means(header: str, label: str) -> None:
    assert match_header(header) is None
    assert closest_columns(header) == [label]
