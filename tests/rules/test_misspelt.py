"""Misspelt titles: what is beyond doubt is read, and everything that real exports have besides our columns is not."""

from __future__ import annotations

import pytest

from domain.columns import HeaderMatch, match_header, nearly

MEANT = (
    "Destnation type = destination_type; Surnme = surname; Forname = forename; Date of brith = date_of_birth; "
    "Date of Brth = date_of_birth; Destinaton provider = destination_provider; Destination tpye = destination_type; "
    "Unique pupil numbr = upn; Yaer group = year_group; Acadmic year = academic_year; Ethnicty = ethnicity; "
    "Attendence = attendance; Pupil premuim = disadvantaged; Admision number = mis_id; Course titel = course; "
    "First nmae = forename; Leaving dtae = leaving_date; Student's surnmae = surname; Cource = course"
)
STAGED = {
    "Intended destnation": HeaderMatch("destination_type", "intended"),
    "Intendend destination": HeaderMatch("destination_type", "intended"),
    "Final provder": HeaderMatch("destination_provider", "final"),
    "Intended destnation (Feb)": HeaderMatch("destination_type", "intended", "feb"),
}
# Titles of management systems, careers platforms, UCAS, local authorities and schools' own sheets that are no columns of
# ours.
_EXPORTED = (
    "Parent surname|Parent forename|Destination 2|Address line 5|Contact 2 name|School type|Form name|Former name|"
    "Former surname|Contract date|Contract number|Employed|Employed (Y/N)|Provided|Places|PA band 2|PP band|SEN need|"
    "SENneed1|SENneed2|SENunitIndicator|House|House name|Home room|Locale|County|Country|Country of birth|Nationality|"
    "Religion|FSM|FSM eligible|FSMstartDate|FSMendDate|FSME on Census Day|ServiceChild|Boarder|PartTime|ClassType|"
    "HoursAtSetting|Estab|Estab name|LA|LEA number|SAON|AdministrativeArea|Exam number|Candidate number|UCI|"
    "Centre number|Personal ID|UCAS ID|UCAS Personal ID|Campus|Point of entry|Offer conditions|Deferred|Date applied|"
    "Buzzword group|Decision type|Offer details|Clearing|Predicted grades|Tariff points|A level results|GCSE English|"
    "GCSE Maths|Attainment 8|Progress 8|KS2 reading|CATs mean|Reading age|Last login|Logins|Interests|"
    "Activities logged|Intention 1|Intention 2|Preference 1|1st preference|2nd preference|Confirmed|RONI score|Adviser|"
    "Careers adviser|Notes|Comments|Start time|Last modified time|ID|Name|Full name|Score|Points|Feedback|Consent|"
    "GDPR consent|Photo consent|Medical|Doctor|Dietary needs|Emergency contact|Next of kin|Sibling|Mother name|"
    "Father mobile|Tutor email|Head of year|Key worker|Social worker|Behaviour points|Exclusions|Suspensions|Lates|"
    "Sessions missed|Unauthorised %|Authorised absence|On roll|Leaver|Mode of travel|Bus route|Locker|Laptop|Option A|"
    "Option block B|Teaching group|Maths set|Subject 1|Subject 2|Course 2|Provider 2|Employer contact|Employer phone|"
    "Salary|Hours per week|Vacancy|Interview date|Interview outcome|Open day|Application sent|Deadline|"
    "Reference written|Student finance|Bursary|Record id|Row|#|Updated by|Created by|Created on|Modified|Approved|"
    "Signed off|Risk|RAG|Priority|NEET risk|Vulnerable|EHCP|Review notes|Title|Initials|Age|Born in|Place of birth|"
    "Passport|Year of arrival|Old school|Primary school|Feeder school|Last school|End date|Course end|Final grade|"
    "Expected progress|Planned visits"
)
FOREIGN = tuple(_EXPORTED.split("|"))


@pytest.mark.parametrize("pair", MEANT.split("; "))
def test_a_slip_in_a_title_is_read_as_the_one_column_that_it_can_mean(pair: str) -> None:
    title, column = pair.split(" = ")
    assert match_header(title) is None
    assert nearly(title) == HeaderMatch(column)


@pytest.mark.parametrize("title", STAGED)
def test_a_slip_leaves_the_stage_and_the_moment_alone(title: str) -> None:
    assert nearly(title) == STAGED[title]


@pytest.mark.parametrize("title", FOREIGN)
def test_what_is_no_column_of_ours_is_never_taken_for_one(title: str) -> None:
    assert match_header(title) is None
    assert nearly(title) is None


@pytest.mark.parametrize("title", ["Collage", "Employers adress 2", "Rource", "Dob 2", "", "x" * 200, "Vlaue"])
def test_real_words_digits_and_anything_far_off_are_left_alone(title: str) -> None:
    assert nearly(title) is None
