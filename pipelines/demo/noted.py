"""What a school notes of a pupil beside the destination: who is in care, who is the first of the family to go to
university, which preference for a secondary school was met, why a plan changed, who reads medicine. Knows no file.

Told from the pupil's number, so every file says the same of a pupil, and nobody's story changes by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from domain.package_data import table
from pipelines.demo.journeys import Claim
from pipelines.demo.people import Pupil, pick
from pipelines.demo.schools import DemoSchool
from pipelines.demo.tables import rows

# Who doesn't keep a field, or keeps it where the export doesn't reach
_LEFT_OUT = {
    "looked_after": {"gorsewell-primary", "dunmoor-school"},
    "first_generation_he": {"fallowfen-academy", "dunmoor-school", "ivelby-school", "cresswater-school"},
    "preference_met": {"hazelmoor-primary", "linnetside-primary"},
    "change_reason": {"carrowdale-primary", "oakhanger-school", "harbourne-academy"},
}
# Fields that only some year groups have
_YEARS = {"preference_met": {6}, "course_code": {13}, "first_generation_he": {11, 12, 13, 14}}
_IN_CARE = {"yes": 0.03, "no": 0.0}
_FIRST_IN_FAMILY = {"yes": 0.62, "no": 0.38}
_FAMILY_NOT_ASKED = {11: 0.25, 12: 0.1}
_PREFERENCES = {"1": 0.855, "2": 0.09, "3": 0.038, "4": 0.005, "none": 0.012}
_REASON_NOT_SAID = 0.25
_MEDICINE = 0.08  # of those whose firm choice is a university that teaches it
_MEDICAL_SCHOOLS = {row["provider"] for row in rows("providers") if row["teaches_medicine"]}
_COURSES = {row["course"]: row["course_code"] for row in rows("courses") if row["course_code"]}
MEDICINE = ("Medicine", "A100")


def _tiers() -> dict[str, int]:
    return {code: int(tier) for code, tier in table("destination_tiers").select("code", "tier").iter_rows()}


def _why() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("change_reasons"):
        found[row["step"]][row["reason"]] = float(row["weight"])
    return dict(found)


_TIERS, _WHY = _tiers(), _why()


@dataclass(frozen=True, slots=True)
class Background:
    """What a roll says of a pupil's family; blank where the school hasn't asked."""

    looked_after: str
    first_generation_he: str


def kept(school: DemoSchool, columns: Mapping[str, str], year_group: int | None = None) -> dict[str, str]:
    """Those of the columns (header -> field) that the school sends in a file about the year group; None: about all that
    it has."""
    years = school.year_groups if year_group is None else (year_group,)
    return {
        header: name
        for header, name in columns.items()
        if school.school_id not in _LEFT_OUT.get(name, ()) and not _YEARS.get(name, set(years)).isdisjoint(years)
    }


def background(pupil: Pupil, year_group: int) -> Background:
    """Whether the pupil is in care; from Year 11 on, whether a parent went to university."""
    random = Random(f"background {pupil.upn}")
    in_care, first, asked = random.random(), random.random(), random.random()
    said = "yes" if first < _FIRST_IN_FAMILY[pupil.disadvantaged] else "no"
    if asked < _FAMILY_NOT_ASKED[11 if year_group == 11 else 12]:
        said = "not_known" if year_group > 11 else ""
    return Background(
        looked_after="yes" if in_care < _IN_CARE[pupil.disadvantaged] else "no",
        first_generation_he=said if year_group in _YEARS["first_generation_he"] else "",
    )


def noted(pupil: Pupil, year_group: int, plan: Claim, claim: Claim) -> Claim:
    """The claim as the school types it: with the preference that was met, the course's code, and medicine for who reads
    it. `plan` is the pupil's newest."""
    if year_group == 6:
        return claim if claim.destination_type == "SPECIAL" else replace(claim, preference_met=_preference(pupil))
    if year_group == 13 and claim.destination_type in ("HIGHER_EDUCATION", "GAP_YEAR_DEFERRED"):
        if claim.destination_provider == plan.destination_provider and means_medicine(pupil, plan):
            return replace(claim, course=MEDICINE[0], course_code=MEDICINE[1])
        return replace(claim, course_code=_COURSES.get(claim.course, ""))
    return claim


def means_medicine(pupil: Pupil, plan: Claim) -> bool:
    """Whether the plan is to read medicine: at the university of the plan alone, not at one that takes its place."""
    return plan.destination_provider in _MEDICAL_SCHOOLS and Random(f"medicine {pupil.upn}").random() < _MEDICINE


def teaches_medicine(provider: str) -> bool:
    """Whether a university has a course of medicine that school leavers can apply for."""
    return provider in _MEDICAL_SCHOOLS


def explained_change(pupil: Pupil, year_group: int, plan: Claim, final: Claim) -> Claim:
    """The final claim with why the pupil went elsewhere than planned, where the school has noted it."""
    there, before = _TIERS.get(final.destination_type), _TIERS.get(plan.destination_type)
    went = (final.destination_type, final.destination_provider)
    if there is None or before is None or went == (plan.destination_type, plan.destination_provider):
        return final
    random = Random(f"change {pupil.upn}")
    if random.random() < _REASON_NOT_SAID:
        return final
    step = "up" if there > before else "down" if there < before else "secondary" if year_group == 6 else "lateral"
    return replace(final, change_reason=pick(random, _WHY[step]))


def _preference(pupil: Pupil) -> str:
    return pick(Random(f"preference {pupil.upn}"), _PREFERENCES)
