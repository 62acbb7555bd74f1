"""Where the pupils of a clean file go: one plan per pupil, as full as its type needs, with dates that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .network import School
from .table import Cell

OWN = "own school"
_COLLEGES = ("Calder Vale College", "Northgate College of Technology", "Ribblesmere College")
_SIXTH_FORM_COLLEGES = ("Priestfield Sixth Form College", "Beaumont Park Sixth Form College")
_SIXTH_FORMS = (OWN, OWN, "Thornfield Grange School", OWN)
_UNIVERSITIES = (
    "University of Leeds", "University of Manchester", "University of York", "Sheffield Hallam University",
    "Durham University", "University of Bradford", "Liverpool John Moores University",
)  # fmt: skip
_EMPLOYERS = ("Harrowgate Precision Ltd", "Lowmoor Construction", "Westfold Hospital Trust", "Millrace Foods")
_SECONDARIES = (
    "Thornfield Grange School",
    "Hopwood Lane Academy",
    "St Oswin's Catholic School",
    "Millrace High School",
)

PLACES = {
    "FE_COLLEGE": _COLLEGES, "SIXTH_FORM_COLLEGE": _SIXTH_FORM_COLLEGES, "SIXTH_FORM": _SIXTH_FORMS,
    "HIGHER_EDUCATION": _UNIVERSITIES, "GAP_YEAR_DEFERRED": _UNIVERSITIES, "APPRENTICESHIP": _EMPLOYERS,
    "TRAINING": ("Skillsbridge Training",), "SUPPORTED_INTERNSHIP": ("Skillsbridge Training",),
    "EMPLOYMENT": _EMPLOYERS, "EMPLOYMENT_WITH_TRAINING": _EMPLOYERS, "TEMPORARY_EMPLOYMENT": _EMPLOYERS,
    "ARMED_FORCES": ("British Army",), "SPECIAL": ("Larchwood Specialist College",),
    "INDEPENDENT": ("Kingsmead Independent School",), "SECONDARY": _SECONDARIES, "SELECTIVE": ("Heathcliffe Grammar School",),
}  # fmt: skip
_COURSES = {
    "HIGHER_EDUCATION": ("Mechanical Engineering", "degree"), "GAP_YEAR_DEFERRED": ("History", "degree"),
    "SIXTH_FORM": ("Biology, Chemistry, Mathematics", "L3_academic"), "SIXTH_FORM_COLLEGE": ("English, History, Law", "L3_academic"),
    "FE_COLLEGE": ("Bricklaying", "L2"),
}  # fmt: skip
_REVIEWED = ("GAP_YEAR_DEFERRED", "GAP_YEAR", "TEMPORARY_EMPLOYMENT")

# (year group, stage) -> the types of a file's pupils, over and over.
MIXES = {
    (6, "intended"): "SECONDARY SECONDARY SECONDARY SECONDARY SELECTIVE SECONDARY SECONDARY INDEPENDENT SECONDARY SECONDARY",
    (6, "final"): "SECONDARY SECONDARY SECONDARY SECONDARY SELECTIVE SECONDARY HOME_EDUCATED INDEPENDENT SECONDARY SECONDARY",
    (11, "intended"): "SIXTH_FORM SIXTH_FORM FE_COLLEGE SIXTH_FORM APPRENTICESHIP FE_COLLEGE SIXTH_FORM_COLLEGE UNDECIDED "
    "SIXTH_FORM EMPLOYMENT_WITH_TRAINING FE_COLLEGE",
    (11, "final"): "SIXTH_FORM SIXTH_FORM FE_COLLEGE SIXTH_FORM APPRENTICESHIP FE_COLLEGE SIXTH_FORM_COLLEGE TRAINING "
    "SIXTH_FORM EMPLOYMENT_WITH_TRAINING FE_COLLEGE SEEKING INDEPENDENT",
    (12, "intended"): "SIXTH_FORM SIXTH_FORM SIXTH_FORM FE_COLLEGE SIXTH_FORM SIXTH_FORM SIXTH_FORM APPRENTICESHIP",
    (13, "intended"): "HIGHER_EDUCATION HIGHER_EDUCATION HIGHER_EDUCATION APPRENTICESHIP HIGHER_EDUCATION GAP_YEAR_DEFERRED "
    "HIGHER_EDUCATION UNDECIDED EMPLOYMENT HIGHER_EDUCATION",
    (13, "final"): "HIGHER_EDUCATION HIGHER_EDUCATION HIGHER_EDUCATION APPRENTICESHIP HIGHER_EDUCATION GAP_YEAR_DEFERRED "
    "HIGHER_EDUCATION FE_COLLEGE EMPLOYMENT HIGHER_EDUCATION GAP_YEAR ARMED_FORCES LEFT_ENGLAND",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """One pupil's destination at a stage, in our own codes."""

    code: str
    values: dict[str, Cell]


def provider_of(code: str, number: int, school: School) -> str | None:
    """The place of the n-th pupil with this type; the own school by its name."""
    places = PLACES.get(code)
    if places is None:
        return None
    place = places[number % len(places)]
    return school.name if place == OWN else place


def plan(code: str, year_group: int, stage: str, number: int, school: School) -> Plan:
    """The n-th pupil's plan."""
    course, level = _COURSES.get(code, (None, None))
    values: dict[str, Cell] = {
        "destination_provider": provider_of(code, number, school),
        "course": course,
        "course_level": level,
        "apprenticeship_level": str((3, 4, 6)[number % 3] if year_group > 11 else 3)
        if code == "APPRENTICESHIP"
        else None,
        "review_on": date(2027, 1, 11) + timedelta(number % 20) if code in _REVIEWED else None,
        "preference_met": ("1", "1", "2", "none")[number % 4] if code in ("SECONDARY", "SELECTIVE") else None,
        **(_intended(year_group, number) if stage == "intended" else _final(code, number)),
    }
    if year_group == 12:
        values |= {
            "aspiration_type": "HIGHER_EDUCATION",
            "aspiration_provider": _UNIVERSITIES[number % len(_UNIVERSITIES)],
        }
    return Plan(code, values)


def _intended(year_group: int, number: int) -> dict[str, Cell]:
    """Said between the autumn and half term; of Year 6 in the fortnight after offer day."""
    first = date(2026, 3, 3) if year_group == 6 else date(2025, 11, 10)
    return {"recorded_on": first + timedelta(number % (14 if year_group == 6 else 60))}


def _final(code: str, number: int) -> dict[str, Cell]:
    """Started in September, told after that, and verified after that; who started nothing was spoken to."""
    started = code in PLACES and code not in _REVIEWED
    return {
        "start_date": date(2026, 9, 2) + timedelta(number % 10) if started else None,
        "recorded_on": date(2026, 9, 14) + timedelta(number % 9),
        "verified_on": date(2026, 9, 24) + timedelta(number % 12),
        "verified_by": "provider" if started else "pupil",
    }
