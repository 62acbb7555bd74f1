"""Where an invented pupil goes: rates near England's, with dates and evidence. Knows no file format.

The rates (`rates.csv`) follow the published pattern: disadvantaged pupils more in further education, more without a
place, more not known. They are made up, and nothing should be concluded from them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from domain.calendar import Calendar
from pipelines.demo.people import Pupil, pick
from pipelines.demo.schools import DEMO_SCHOOLS, DemoSchool
from pipelines.demo.tables import rows

_STAYS_IN_YEAR_12 = {"yes": 0.86, "no": 0.92}
_LEAVES_IN_THE_YEAR = {12: 0.4, 13: 0.025}  # of those who don't stay in Year 12, and of all in Year 13
_LEAVES_UNSAID = 0.2  # of those who leave in the year, whose destination nobody has recorded
_REASONS = ("Moved to another provider", "Left for work or an apprenticeship", "Moved away", "Health", "Not said")
_UNKNOWN_FACTOR = {"yes": 1.5, "no": 0.75}
_RESULTS = {11: "gcse_results", 13: "a_level_results"}
_SAME_PROVIDERS = {
    "EMPLOYMENT_WITH_TRAINING": "EMPLOYMENT",
    "PART_TIME_EMPLOYMENT": "EMPLOYMENT",
    "GAP_YEAR_DEFERRED": "HIGHER_EDUCATION",
}
_EVIDENCE = {
    "HIGHER_EDUCATION": "ucas",
    "GAP_YEAR_DEFERRED": "ucas",
    "APPRENTICESHIP": "employer",
    "EMPLOYMENT": "employer",
    "HOME_EDUCATED": "local_authority",
    "RE_ENGAGEMENT": "local_authority",
}
_TOLD_BY_PROVIDER = {
    "SECONDARY", "SELECTIVE", "SPECIAL", "INDEPENDENT", "SIXTH_FORM", "SIXTH_FORM_COLLEGE", "FE_COLLEGE", "TRAINING",
}  # fmt: skip


NETWORK_URNS = {school.name: school.urn for school in DEMO_SCHOOLS}
_IDS = {row["provider"]: row["provider_id"] for row in rows("providers") if row["provider_id"]} | NETWORK_URNS


def _lists(name: str, key: str, value: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(name):
        found[f"{row.get('la', '')}{row[key]}"].append(row[value])
    return dict(found)


def _rates() -> dict[tuple[int, str, str], dict[str, float]]:
    """Weights of destination types by (year group, has a sixth form, disadvantaged)."""
    found: dict[tuple[int, str, str], dict[str, float]] = defaultdict(dict)
    for row in rows("rates"):
        for sixth_form in (row["has_sixth_form"],) if row["has_sixth_form"] else ("yes", "no"):
            found[int(row["year_group"]), sixth_form, row["disadvantaged"]][row["destination_type"]] = float(
                row["weight"]
            )
    return dict(found)


_RATES = _rates()
_PROVIDERS = _lists("providers", "destination_type", "provider")
_COURSES = _lists("courses", "destination_type", "course")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a school says about one pupil at one stage; a blank `destination_type` is "nothing known yet"."""

    destination_type: str = ""
    destination_provider: str = ""
    destination_provider_id: str = ""
    course: str = ""
    course_code: str = ""
    apprenticeship_level: str = ""
    offer_status: str = ""
    recorded_on: date | None = None
    verified_on: date | None = None
    verified_by: str = ""
    review_on: date | None = None
    leaving_date: date | None = None
    leaving_reason: str = ""
    guidance_needed: str = ""
    guidance_on: date | None = None
    change_reason: str = ""
    preference_met: str = ""


class Journeys:
    """Tells pupils' stories; every call takes from the same stream of chance, so the order of calls matters."""

    def __init__(self, random: Random, calendar: Calendar) -> None:
        self.random, self.calendar = random, calendar
        self._events: dict[str, dict[str, date]] = {}

    def on(self, cycle: str, event: str) -> date:
        """The day of an event of the cycle."""
        if cycle not in self._events:
            self._events[cycle] = self.calendar.events(cycle)
        return self._events[cycle][event]

    def final(self, school: DemoSchool, cycle: str, year_group: int, pupil: Pupil, unknown: float) -> Claim:
        """Where the pupil went. `unknown` is the share of this school's cohort that nobody could reach."""
        census = self.on(cycle, "autumn_census")
        starts = self.on(cycle, "term_starts")
        if year_group == 13 and self.random.random() < _LEAVES_IN_THE_YEAR[13]:
            return self._leaver(school, cycle, pupil)
        if self.random.random() < unknown * _UNKNOWN_FACTOR[pupil.disadvantaged]:
            return Claim("UNKNOWN", recorded_on=census) if self.random.random() < 0.5 else Claim()
        if year_group == 12:
            if self.random.random() < _STAYS_IN_YEAR_12[pupil.disadvantaged]:
                return Claim("SIXTH_FORM", school.name, recorded_on=starts, verified_on=census, verified_by="own_roll")
            if self.random.random() < _LEAVES_IN_THE_YEAR[12]:
                return self._leaver(school, cycle, pupil)
        code = pick(self.random, weights(school, year_group, pupil))
        provider = self.provider(school, year_group, code)
        recorded = self.between(self.on(cycle, _RESULTS.get(year_group, "term_starts")), census)
        claim = Claim(code, provider, recorded_on=recorded)
        return self.details(year_group, self._verified(school, claim, max(recorded, starts)))

    def _leaver(self, school: DemoSchool, cycle: str, pupil: Pupil) -> Claim:
        """A sixth-former who left during the year; of some nobody has said where to."""
        left = self.between(self.on(cycle, "october_census") + timedelta(14), self.on(cycle, "end_of_may"))
        reason = self.random.choice(_REASONS)
        if self.random.random() < _LEAVES_UNSAID:
            return Claim(leaving_date=left, leaving_reason=reason)
        code = pick(self.random, weights(school, 12, pupil))
        recorded = left + timedelta(days=self.random.randrange(10))
        provider = self.provider(school, 12, code)
        claim = Claim(code, provider, recorded_on=recorded, leaving_date=left, leaving_reason=reason)
        return self.details(12, self._verified(school, claim, recorded))

    def _verified(self, school: DemoSchool, claim: Claim, earliest: date) -> Claim:
        """The claim, for most with evidence from some day after the earliest."""
        if self.random.random() >= 0.86:
            return claim
        day = earliest + timedelta(days=self.random.randrange(1, 25))
        evidence = self._evidence(school, claim.destination_type, claim.destination_provider)
        return replace(claim, verified_on=day, verified_by=evidence)

    def provider(self, school: DemoSchool, year_group: int, code: str) -> str:
        """A believable provider's name for a destination type; "" where none belongs to it."""
        code = _SAME_PROVIDERS.get(code, code)
        if code == "REPEAT_YEAR":
            return school.name
        nearby = [
            other for other in DEMO_SCHOOLS if other.la == school.la and other is not school and 11 in other.year_groups
        ]
        if code == "SECONDARY" and self.random.random() < 0.5:
            return school.name if 11 in school.year_groups else self.random.choice(nearby).name
        if code == "SIXTH_FORM" and year_group == 11:
            sixth_forms = [other.name for other in nearby if other.has_sixth_form]
            if school.has_sixth_form and self.random.random() < 0.87:
                return school.name
            if sixth_forms and self.random.random() < 0.55:
                return self.random.choice(sixth_forms)
        return self.random.choice(_PROVIDERS.get(school.la + code) or _PROVIDERS.get(code) or [""])

    def _evidence(self, school: DemoSchool, code: str, provider: str) -> str:
        if provider == school.name:
            return "own_roll"
        if provider in NETWORK_URNS:
            return "network_roll"
        return _EVIDENCE.get(code) or (
            "provider" if code in _TOLD_BY_PROVIDER else self.random.choice(("pupil", "parent"))
        )

    def details(self, year_group: int, claim: Claim) -> Claim:
        """Add the provider's number, the level of an apprenticeship, when to ask again after a gap year, the course."""
        course = self.random.choice(_COURSES.get(claim.destination_type, [""])) if self.random.random() < 0.7 else ""
        level = self.random.choice(("2", "3") if year_group < 13 else ("3", "6"))
        review_on = None
        if claim.destination_type.startswith("GAP_YEAR") and claim.recorded_on:
            review_on = date(claim.recorded_on.year + 1, 6, 1)
        if claim.destination_type != "APPRENTICESHIP":
            level = ""
        number = _IDS.get(claim.destination_provider, "")
        return replace(
            claim, destination_provider_id=number, course=course, apprenticeship_level=level, review_on=review_on
        )

    def between(self, first: date, last: date) -> date:
        """Some day from the first to the last."""
        return first + timedelta(days=self.random.randrange((last - first).days + 1))


def weights(school: DemoSchool, year_group: int, pupil: Pupil) -> dict[str, float]:
    """How likely each destination type is for a pupil of the year group."""
    return _RATES[year_group, "yes" if school.has_sixth_form else "no", pupil.disadvantaged]
