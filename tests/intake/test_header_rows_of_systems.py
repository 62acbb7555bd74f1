"""Whole header rows as management systems, careers platforms, UCAS and forms write them: the right kind, the right
columns, and no complaint about what such an export always holds twice."""

from __future__ import annotations

import pytest
from intake_samples import FOLDER, as_csv

from intake.extract import Extract, read_extract

ROLL = "hollins/2025-26/roll/roll.csv"
# whose -> kind, path, titles as "title = column" (stage after a slash), and "title" where it is none of ours
SYSTEMS: dict[str, tuple[str, str, str]] = {
    "SIMS": (
        "roll",
        ROLL,
        "Adno = mis_id; UPN = upn; ULN = uln; Legal Surname = legal_surname; Legal Forename = legal_forename; "
        "Preferred Surname = surname; Preferred Forename = preferred_forename; Middle Name = middle_names; "
        "Gender = sex; DOB = date_of_birth; Year = year_group; Reg = form; House; Date of Admission = entry_date; "
        "Enrolment Status = enrolment_status; Ethnicity = ethnicity; First Language = first_language; "
        "SEN Status = sen_provision; Pupil Premium Indicator = disadvantaged; FSM; In Care = looked_after; "
        "Young Carer = young_carer; Address = address_line_1; Post Code = postcode; Home LA = home_la; "
        "Telephone = pupil_phone; Email = pupil_email; Leaving Date = leaving_date; "
        "Reason for Leaving = leaving_reason; % Attendance = attendance",
    ),
    "Arbor": (
        "roll",
        ROLL,
        "Arbor ID = mis_id; UPN = upn; ULN = uln; Legal First Name = legal_forename; Legal Last Name = legal_surname; "
        "Preferred First Name = preferred_forename; Preferred Last Name = surname; Date of birth = date_of_birth; "
        "Legal sex = sex; Year group = year_group; Registration form = form; House; Enrolment date = entry_date; "
        "Enrolment end date = leaving_date; Enrolment mode = enrolment_status; Is Pupil Premium = disadvantaged; "
        "SEN status = sen_provision; EAL = first_language; In care status = looked_after; Postcode = postcode; "
        "Primary email address = pupil_email; Ethnicity = ethnicity; Address line 1 = address_line_1; "
        "Address line 2 = address_line_2; Town / City = town",
    ),
    "Bromcom": (
        "roll",
        ROLL,
        "Student ID; MIS ID; Admission Number = mis_id; UPN = upn; Legal Surname = legal_surname; "
        "Preferred Surname = surname; First Name = forename; Preferred First Name = preferred_forename; Gender = sex; "
        "Date Of Birth = date_of_birth; Year Group = year_group; Tutor Group = form; House; "
        "Enrolment Status = enrolment_status; Admission Date = entry_date; SEN Code = sen_provision; PP = disadvantaged; "
        "Ever 6 FSM; Ethnicity Code = ethnicity; First Language = first_language; EAL; LAC = looked_after; "
        "House Number = address_line_1; Street = address_line_2; Town = town; County; Postcode = postcode",
    ),
    "ScholarPack": (
        "roll",
        ROLL,
        "Pupil ID; Admission No = mis_id; UPN = upn; Former UPN = former_upn; Surname = surname; Forename = forename; "
        "Legal Surname = legal_surname; Known As = preferred_forename; D.O.B. = date_of_birth; Sex = sex; Class = form; "
        "Year = year_group; Date of Entry = entry_date; Reason for Leaving = leaving_reason; SEN = sen_provision; "
        "PP = disadvantaged; Ever6; LAC = looked_after; EAL; Ethnicity = ethnicity; First Language = first_language",
    ),
    "census": (
        "roll",
        ROLL,
        "Estab; UPN = upn; Surname = surname; Forename = forename; Middlenames = middle_names; PreferredSurname; "
        "FormerSurname; Gender = sex; DoB = date_of_birth; EnrolStatus = enrolment_status; EntryDate = entry_date; "
        "NCyearActual = year_group; Ethnicity = ethnicity; Language = first_language; SENprovision = sen_provision; "
        "SENneed1; SENneed2; UniqueLearnerNumber = uln; Postcode = postcode; SAON; PAON = address_line_1; "
        "Street = address_line_2; Locality = address_line_3; Town = town; AdministrativeArea; PostTown; "
        "FSME on Census Day; FSMstartDate; ServiceChild; PartTime",
    ),
    "Compass+ intended": (
        "destinations",
        "hollins/2025-26/Y11/compass.csv",
        "First name = forename; Last name = surname; UPN = upn; Date of birth = date_of_birth; Gender = sex; "
        "Year group = year_group; Form group = form; SEND = sen_provision; Pupil premium = disadvantaged; "
        "Intended destination type = destination_type/intended; Intended destination = destination_provider/intended; "
        "Intended destination level = course_level/intended; Intended destination subject = course/intended; "
        "Last updated = recorded_on; Updated by",
    ),
    "Compass+ actual": (
        "destinations",
        FOLDER + "compass.csv",
        "First Name = forename; Last Name = surname; UPN = upn; DOB = date_of_birth; "
        "Actual destination category = destination_type/final; "
        "Actual destination provider name = destination_provider/final; Actual destination course = course/final; "
        "Actual destination start date = start_date/final; Destination confirmed; Date confirmed = verified_on; "
        "Confirmed by = verified_by",
    ),
    "UCAS": (
        "applications",
        "hollins/2025-26/ucas.csv",
        "Personal ID; First name = forename; Last name = surname; Date of birth = date_of_birth; Email = pupil_email; "
        "Form = form; Choice number = choice_number; Provider code = destination_provider_id; "
        "Provider name = destination_provider; Course code = course_code; Course title = course; Campus; "
        "Start date = start_date; Year of entry = entry_year; Point of entry; Application status = application_status; "
        "Offer conditions; Reply = reply; Deferred",
    ),
    "UCAS, by applicant": (
        "applications",
        "hollins/2025-26/ucas.csv",
        "UCAS Personal ID; Applicant first name = forename; Applicant surname = surname; DOB = date_of_birth; "
        "Buzzword group; Choice = choice_number; Institution code = destination_provider_id; "
        "Institution name = destination_provider; Course = course; Decision = application_status; Offer details; "
        "Applicant reply = reply; Placed = placed; Entry year = entry_year; Clearing",
    ),
    "Unifrog": (
        "destinations",
        FOLDER + "unifrog.csv",
        "Student ID = mis_id; UPN = upn; First name = forename; Last name = surname; Email = pupil_email; Form = form; "
        "Year group = year_group; Intention 1; Intention 2; Destination type = destination_type; "
        "Institution = destination_provider; Course = course; Confirmed; Last login",
    ),
    "Grofar": (
        "destinations",
        "hollins/2025-26/Y11-intended/grofar.csv",
        "Forename = forename; Surname = surname; UPN = upn; Registration = form; Year = year_group; "
        "Post-16 Intention = destination_type/intended; Post-16 Provider = destination_provider; "
        "Post-16 Course = course; RONI score; Adviser; Notes",
    ),
    "local authority": (
        "destinations",
        FOLDER + "la.csv",
        "Forename = forename; Surname = surname; DOB = date_of_birth; Gender = sex; Address 1 = address_line_1; "
        "Postcode = postcode; School = school; Year Group = year_group; Destination Code = destination_type; "
        "Destination Description; Destination Establishment = destination_provider; Course Title = course; "
        "Course Level = course_level; Start Date = start_date; Date Verified = verified_on; Verified By = verified_by; "
        "Comments",
    ),
    "a Google form": (
        "destinations",
        "hollins/2025-26/Y11-intended/survey.csv",
        "Timestamp = recorded_on; Email address = pupil_email; First name = forename; Surname = surname; "
        "Date of birth = date_of_birth; Form = form; What do you plan to do after Year 11? = destination_type/intended; "
        "Which sixth form or college do you plan to go to? = destination_provider/intended; "
        "What course or subjects do you plan to study? = course; Have you had an offer? = offer_status; "
        "May we contact you after you leave? = contact_permission; Anything else you want to tell us?",
    ),
    "a Microsoft form of intentions": (
        "destinations",
        "hollins/2025-26/intended/survey.csv",
        "ID; Start time; Completion time = recorded_on; Email = pupil_email; Name; Last modified time; "
        "What is your first name? = forename; What is your surname? = surname; "
        "What is your date of birth? = date_of_birth; What year group are you in? = year_group; "
        "Which tutor group are you in? = form; What do you intend to do next? = destination_type/intended; "
        "Where do you intend to study? = destination_provider/intended; "
        "Do you need a careers interview? = guidance_needed",
    ),
    "a Microsoft form of destinations": (
        "destinations",
        FOLDER + "survey.csv",
        "Id; Start time; Completion time = recorded_on; Student's first name = forename; "
        "Student's last name = surname; Admission number = mis_id; What are you doing now? = destination_type; "
        "What is the name of your employer, college or university? = destination_provider; "
        "Which course are you studying? = course; When did you start? = start_date",
    ),
    "a primary school": (
        "destinations",
        "hollins/2025-26/Y6-intended/a.csv",
        "UPN = upn; Surname = surname; Forename = forename; DOB = date_of_birth; Class = form; 1st preference; "
        "2nd preference; Allocated school = destination_provider; Preference met = preference_met; Accepted; "
        "Destination type = destination_type",
    ),
}


def export(whose: str) -> tuple[Extract, list[list[str]]]:
    """One synthetic pupil under the header row, with a different word in each cell."""
    _, path, listed = SYSTEMS[whose]
    pairs = [(pair + " = ").split(" = ")[:2] for pair in listed.split("; ")]
    cells = [
        "11"
        if column == "year_group"
        else "FE college"
        if "destination_type" in column or "Description" in title
        else f"x{n}"
        for n, (title, column) in enumerate(pairs)
    ]
    return read_extract(as_csv([[title for title, _ in pairs], cells]), path), pairs


@pytest.mark.parametrize("whose", SYSTEMS)
def test_an_export_is_known_for_what_it_is_and_each_column_for_what_it_means(whose: str) -> None:
    extract, pairs = export(whose)
    assert extract.kind == SYSTEMS[whose][0]
    shown = {
        header: f"{column or ''}{'/' + stage if column and stage else ''}"
        for header, column, stage in extract.columns.select("header", "column", "stage").iter_rows()
    }
    assert shown == dict(pairs)


@pytest.mark.parametrize("whose", SYSTEMS)
def test_what_an_export_always_holds_twice_gives_no_complaint(whose: str) -> None:
    extract, _ = export(whose)
    assert {finding.rule for finding in extract.findings} <= {"unknown_columns", "title_nearly"}


def test_a_destination_beside_its_type_says_where_and_is_named() -> None:
    extract, _ = export("Compass+ intended")
    (finding,) = [finding for finding in extract.findings if finding.rule == "title_nearly"]
    assert "“Intended destination” was read as Destination provider (intended)" in finding.message
    assert finding.severity == "notice"


@pytest.mark.parametrize(("year", "again"), [("11", "Year 11"), ("Y11", "11"), ("11", "")])
def test_a_year_group_in_two_spellings_is_no_conflict(year: str, again: str) -> None:
    titles = ("UPN", "Surname", "Year group", "Year taught in", "Destination type")
    extract = read_extract(as_csv([titles, ("A", "Abara", year, again, "Sixth form")]), FOLDER + "a.csv")
    assert extract.findings == ()


def test_a_blank_admission_number_is_not_filled_with_another_systems_number() -> None:
    titles = ("Student ID", "Admission number", "Surname", "Destination type")
    extract = read_extract(as_csv([titles, ("77", "", "Abara", "Sixth form")]), FOLDER + "a.csv")
    assert extract.rows["mis_id"].to_list() == [None]
    assert extract.rows["other"][0].to_list() == [{"header": "Student ID", "value": "77"}]


def test_a_misspelt_title_is_used_and_said_and_the_cells_stay_as_sent() -> None:
    titles = ("UPN", "Surnme", "Forename", "Destnation type", "Parent surname")
    extract = read_extract(as_csv([titles, ("A", " Abara ", "Zoë", "Sixth form", "Old")]), FOLDER + "a.csv")
    assert extract.rows.select("surname", "destination_type").rows() == [(" Abara ", "Sixth form")]
    (nearly,) = [finding for finding in extract.findings if finding.rule == "title_nearly"]
    assert "“Surnme” was read as Surname, “Destnation type” was read as Destination type" in nearly.message
    assert (nearly.sheet, nearly.line, nearly.severity) == (None, None, "notice")


def test_a_misspelt_title_is_not_used_where_another_means_the_same_or_two_are_alike() -> None:
    for titles in (("UPN", "Surname", "Surnme", "Destination type"), ("UPN", "Surnme", "Srname", "Destination type")):
        extract = read_extract(as_csv([titles, ("A", "a", "b", "Sixth form")]), FOLDER + "a.csv")
        assert {finding.rule for finding in extract.findings} == {"unknown_columns"}
