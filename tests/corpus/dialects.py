"""How each management system titles its columns and spells its values. Every title and word is on the contract's lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.destination_types import destination_types, resolve


@dataclass(frozen=True, slots=True)
class Dialect:
    """`roll` and `destinations`: canonical column -> title, in the order of the file. `codes`: column -> our code ->
    its word here. `types`: how destination types are spelt: label, words, code or number."""

    roll: Mapping[str, str]
    destinations: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    types: str
    year: str = "{}"
    date_format: str = "%d/%m/%Y"


_MF = {"female": "F", "male": "M"}
_SEX = {"female": "Female", "male": "Male"}
_SEN = {"none": "N", "sen_support": "K", "ehc_plan": "E"}
_SEN_WORDS = {"none": "No Special Educational Need", "sen_support": "SEN Support", "ehc_plan": "EHCP"}
_ENG = {"english": "ENG", "other": "PNJ"}
_ENGLISH = {"english": "English", "other": "Panjabi"}
_ETHNIC_WORDS = {
    "WBRI": "White - British", "APKN": "Pakistani", "BAFR": "Black African", "WOTH": "Any other White background",
    "MWBC": "White and Black Caribbean", "AIND": "Indian",
}  # fmt: skip

_SIMS = Dialect(
    roll={
        "upn": "UPN", "uln": "ULN", "mis_id": "Adno", "surname": "Surname", "forename": "Forename",
        "date_of_birth": "DOB", "sex": "Gender", "year_group": "Year taught in", "form": "Reg Group",
        "ethnicity": "Ethnicity", "first_language": "First Language", "sen_provision": "SEN Status",
        "disadvantaged": "Pupil Premium Indicator", "enrolment_status": "Enrolment Status", "entry_date": "Admission Date",
        "postcode": "Postcode",
    },
    destinations={
        "upn": "UPN", "mis_id": "Adno", "surname": "Surname", "forename": "Forename", "date_of_birth": "DOB",
        "year_group": "Year taught in", "form": "Reg Group", "destination_type": "Destination after leaving",
        "destination_provider": "Destination establishment", "apprenticeship_level": "App level", "start_date": "Start date",
        "recorded_on": "Date recorded", "verified_on": "Date verified", "verified_by": "Confirmed by",
        "review_on": "Review date",
    },
    codes={
        "sex": _SEX, "sen_provision": _SEN_WORDS, "first_language": _ENGLISH, "ethnicity": _ETHNIC_WORDS,
        "disadvantaged": {"yes": "T", "no": "F"},
        "enrolment_status": {"C": "C"}, "verified_by": {"provider": "Provider", "pupil": "Student", "own_roll": "Own roll"},
    },
    types="words",
)  # fmt: skip
_ARBOR = Dialect(
    roll={
        "mis_id": "Arbor ID", "upn": "Unique Pupil Number", "uln": "Unique Learner Number", "surname": "Last name",
        "forename": "First name", "date_of_birth": "Date of birth", "year_group": "Year group",
        "form": "Registration form", "sex": "Sex", "ethnicity": "Ethnicity", "first_language": "Home language",
        "sen_provision": "SEN status", "disadvantaged": "Is Pupil Premium", "entry_date": "Enrolment start date",
        "postcode": "Home postcode",
    },
    destinations={
        "mis_id": "Arbor ID", "upn": "Unique Pupil Number", "surname": "Last name", "forename": "First name",
        "date_of_birth": "Date of birth", "year_group": "Year group", "destination_type": "Destination",
        "destination_provider": "Destination institution", "apprenticeship_level": "Level of apprenticeship",
        "course": "Course name", "start_date": "Start date", "recorded_on": "Last updated",
        "verified_on": "Verification date", "verified_by": "Verification source", "review_on": "Next review",
        "preference_met": "Preference offered",
    },
    codes={
        "sex": _SEX, "sen_provision": _SEN_WORDS, "first_language": _ENGLISH, "ethnicity": _ETHNIC_WORDS,
        "disadvantaged": {"yes": "Yes", "no": "No"},
        "verified_by": {"provider": "College", "pupil": "Young person", "own_roll": "Our roll"},
        "preference_met": {"1": "1st", "2": "2nd", "none": "None met"},
    },
    types="label", year="Year {}",
)  # fmt: skip
_BROMCOM = Dialect(
    roll={
        "mis_id": "Student ID", "upn": "UPN", "uln": "ULN", "forename": "First Name", "surname": "Last Name",
        "date_of_birth": "DOB", "sex": "Gender", "year_group": "Year Group", "form": "Tutor Group",
        "sen_provision": "SEN Code", "disadvantaged": "PP", "first_language": "EAL", "ethnicity": "Ethnic Code",
        "entry_date": "Date of Admission", "postcode": "Postcode",
    },
    destinations={
        "mis_id": "Student ID", "upn": "UPN", "uln": "ULN", "forename": "First Name", "surname": "Last Name",
        "year_group": "Year Group", "form": "Tutor Group", "destination_type": "Dest Code",
        "destination_provider": "Provider", "apprenticeship_level": "Apprenticeship Level", "course_level": "Course Level",
        "activity_code": "NCCIS Code", "start_date": "Start Date", "recorded_on": "Recorded Date",
        "verified_on": "Verified Date", "verified_by": "Verified By", "review_on": "Review Date",
        "aspiration_type": "Post 18 Plan", "aspiration_provider": "Post 18 Provider",
    },
    codes={
        "sex": _MF, "sen_provision": _SEN, "first_language": {"english": "N", "other": "Y"},
        "disadvantaged": {"yes": "Y", "no": "N"},
        "verified_by": {"provider": "provider", "pupil": "pupil", "own_roll": "own_roll"},
    },
    types="code", date_format="%d-%b-%Y",
)  # fmt: skip
_SCHOLARPACK = Dialect(
    roll={
        "mis_id": "Pupil ID", "upn": "UPN", "surname": "Surname", "forename": "Forename", "date_of_birth": "D.O.B.",
        "year_group": "Year", "form": "Class", "sex": "M/F", "sen_provision": "SEN", "disadvantaged": "Ever6",
        "first_language": "EAL", "postcode": "Postcode",
    },
    destinations={
        "mis_id": "Pupil ID", "upn": "UPN", "surname": "Surname", "forename": "Forename", "date_of_birth": "D.O.B.",
        "year_group": "Year", "form": "Class", "destination_type": "Destination school type",
        "destination_provider": "Destination School", "preference_met": "Which preference", "recorded_on": "Date updated",
        "verified_on": "Date confirmed", "verified_by": "Confirmed by", "start_date": "Start date",
    },
    codes={
        "sex": _MF, "sen_provision": _SEN, "first_language": {"english": "No", "other": "Yes"},
        "disadvantaged": {"yes": "Y", "no": "N"}, "verified_by": {"provider": "New school", "pupil": "Pupil"},
        "preference_met": {"1": "First choice", "2": "Second choice", "none": "No preference"},
    },
    types="words", year="Y{}",
)  # fmt: skip
_CENSUS = Dialect(
    roll={
        "upn": "UPN", "surname": "Surname", "forename": "Forename", "sex": "Gender", "date_of_birth": "DoB",
        "enrolment_status": "EnrolStatus", "entry_date": "EntryDate", "year_group": "NCyearActual",
        "ethnicity": "Ethnicity", "first_language": "Language", "sen_provision": "SENprovision",
        "uln": "UniqueLearnerNumber", "postcode": "Postcode", "disadvantaged": "PupilPremiumIndicator",
    },
    destinations={
        "upn": "UPN", "uln": "UniqueLearnerNumber", "surname": "Surname", "forename": "Forename", "date_of_birth": "DoB",
        "year_group": "NCyearActual", "sen_provision": "SENprovision", "postcode": "Postcode",
        "destination_type": "DestinationCode", "destination_provider": "EstablishmentName",
        "apprenticeship_level": "ApprenticeshipLevel", "start_date": "StartDate", "recorded_on": "DateAscertained",
        "verified_on": "DateVerified", "verified_by": "EvidenceType", "review_on": "ReviewDate",
    },
    codes={
        "sex": _MF, "sen_provision": _SEN, "first_language": _ENG, "disadvantaged": {"yes": "1", "no": "0"},
        "enrolment_status": {"C": "C"}, "verified_by": {"provider": "provider", "pupil": "pupil", "own_roll": "own roll"},
    },
    types="number", date_format="%Y-%m-%d",
)  # fmt: skip
_OWN = Dialect(
    roll={
        "academic_year": "Academic year", "school": "School", "year_group": "Year group", "upn": "UPN", "uln": "ULN",
        "mis_id": "Admission number", "surname": "Surname", "forename": "Forename", "date_of_birth": "Date of birth",
        "sex": "Sex", "ethnicity": "Ethnicity", "first_language": "First language", "sen_provision": "SEN provision",
        "disadvantaged": "Disadvantaged", "form": "Form", "enrolment_status": "Enrolment status",
        "entry_date": "Entry date", "postcode": "Postcode",
    },
    destinations={
        "academic_year": "Academic year", "school": "School", "year_group": "Year group", "stage": "Stage", "upn": "UPN",
        "surname": "Surname", "forename": "Forename", "date_of_birth": "Date of birth",
        "destination_type": "Destination type", "destination_provider": "Destination provider", "course": "Course",
        "course_level": "Course level", "apprenticeship_level": "Apprenticeship level", "activity_code": "Activity code",
        "aspiration_type": "Aspiration type", "aspiration_provider": "Aspiration provider",
        "preference_met": "Preference met", "start_date": "Start date", "recorded_on": "Recorded on",
        "verified_on": "Verified on", "verified_by": "Verified by", "review_on": "Review on",
    },
    codes={
        "sex": _SEX, "sen_provision": {"none": "No identified SEN", "sen_support": "SEN support", "ehc_plan": "EHC plan"},
        "first_language": {"english": "English", "other": "Other than English"},
        "disadvantaged": {"yes": "Yes", "no": "No"}, "verified_by": {"provider": "Provider", "pupil": "Pupil"},
        "enrolment_status": {"C": "Current (single registration)"}, "stage": {"intended": "Intended", "final": "Final"},
        "preference_met": {"1": "First preference", "2": "Second preference", "none": "No preference met"},
        "course_level": {"degree": "Degree", "L3_academic": "Level 3 academic", "L2": "Level 2"},
        "apprenticeship_level": {"3": "Level 3", "4": "Level 4", "6": "Level 6 (degree)"},
        "aspiration_type": {"HIGHER_EDUCATION": "University or other higher education"},
    },
    types="label",
)  # fmt: skip

DIALECTS = {
    "sims": _SIMS, "arbor": _ARBOR, "bromcom": _BROMCOM, "scholarpack": _SCHOLARPACK, "census": _CENSUS, "own": _OWN,
}  # fmt: skip

_WORDS = {
    "SECONDARY": "Secondary school", "SELECTIVE": "Grammar", "SPECIAL": "Special school", "INDEPENDENT": "Private school",
    "HOME_EDUCATED": "Home educated", "SIXTH_FORM": "School 6th form", "SIXTH_FORM_COLLEGE": "6th form college",
    "FE_COLLEGE": "FE College", "HIGHER_EDUCATION": "University", "APPRENTICESHIP": "Apprenticeship",
    "TRAINING": "Training provider", "SUPPORTED_INTERNSHIP": "Supported internship", "EMPLOYMENT": "Full time employment",
    "ARMED_FORCES": "Army", "GAP_YEAR_DEFERRED": "Deferred entry", "GAP_YEAR": "Gap year", "SEEKING": "NEET",
    "LEFT_ENGLAND": "Moved abroad", "UNDECIDED": "Not sure", "UNKNOWN": "Unknown",
    "EMPLOYMENT_WITH_TRAINING": "Employment with training", "TEMPORARY_EMPLOYMENT": "Temporary work",
}  # fmt: skip


def label_of(code: str) -> str:
    """The label of a destination type."""
    return str(destination_types().filter(code=code)["label"][0])


def nccis_of(code: str, year_group: int) -> str | None:
    """The NCCIS code that agrees with a destination type; None where there is none."""
    found = destination_types().filter(code=code, year_group=year_group)["nccis_code"].to_list()
    return found[0] if found else None


def type_word(dialect: Dialect, code: str) -> str:
    """How the dialect spells a destination type."""
    if dialect.types == "code":
        return code
    if dialect.types == "words":
        return _WORDS[code]
    number = nccis_of(code, 13) if dialect.types == "number" else None
    return number if number and resolve(number) == code else label_of(code)
