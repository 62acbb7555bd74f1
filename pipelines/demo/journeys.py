"""Where an invented pupil means to go and goes: rates near England's, with dates and evidence. Knows no file format.

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

_NOT_INTENDED = {"SEEKING", "NOT_AVAILABLE", "RE_ENGAGEMENT", "START_DATE_AGREED", "LEFT_ENGLAND"}
_STAYS_IN_YEAR_12 = {"yes": 0.86, "no": 0.92}
_KEEPS_THE_PLAN = {"yes": 0.75, "no": 0.82}
_HOLDS_AN_OFFER = {"yes": 0.90, "no": 0.96}
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
_NETWORK_NAMES = {school.name for school in DEMO_SCHOOLS}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a school says about one pupil at one stage; a blank `destination_type` is "nothing known yet"."""

    destination_type: str = ""
    destination_provider: str = ""
    course: str = ""
    apprenticeship_level: str = ""
    offer_status: str = ""
    recorded_on: date | None = None
    verified_on: date | None = None
    verified_by: str = ""
    review_on: date | None = None
    leaving_date: date | None = None


class Journeys:
    """Tells pupils' stories; every call takes from the same stream of chance, so the order of calls matters."""

    def __init__(self, random: Random, calendar: Calendar) -> None:
        self.random, self.calendar = random, calendar
        self._events: dict[str, dict[str, date]] = {}

    def _on(self, cycle: str, event: str) -> date:
        if cycle not in self._events:
            self._events[cycle] = self.calendar.events(cycle)
        return self._events[cycle][event]

    def final(self, school: DemoSchool, cycle: str, year_group: int, pupil: Pupil, unknown: float) -> Claim:
        """Where the pupil went. `unknown` is the share of this school's cohort that nobody could reach."""
        census = self._on(cycle, "autumn_census")
        starts = self._on(cycle, "term_starts")
        if self.random.random() < unknown * _UNKNOWN_FACTOR[pupil.disadvantaged]:
            return Claim("UNKNOWN", recorded_on=census) if self.random.random() < 0.5 else Claim()
        if year_group == 12 and self.random.random() < _STAYS_IN_YEAR_12[pupil.disadvantaged]:
            return Claim("SIXTH_FORM", school.name, recorded_on=starts, verified_on=census, verified_by="own_roll")
        code = pick(self.random, _weights(school, year_group, pupil))
        provider = self._provider(school, year_group, code)
        recorded = self._between(self._on(cycle, _RESULTS.get(year_group, "term_starts")), census)
        leaving_date = None
        if year_group == 12 and self.random.random() < 0.4:
            leaving_date = self._between(self._on(cycle, "january_census"), self._on(cycle, "end_of_may"))
            recorded = leaving_date + timedelta(days=self.random.randrange(10))
        claim = Claim(code, provider, recorded_on=recorded, leaving_date=leaving_date)
        if self.random.random() < 0.86:
            verified = max(recorded, starts) + timedelta(days=self.random.randrange(1, 25))
            claim = replace(claim, verified_on=verified, verified_by=self._evidence(school, code, provider))
        return self._details(year_group, claim)

    def intended(self, school: DemoSchool, cycle: str, year_group: int, pupil: Pupil, final: Claim) -> Claim | None:
        """What the pupil meant to do earlier in the year; None where the school's file leaves the pupil out."""
        fate = self.random.random()
        if fate < 0.015:
            return None
        if fate < 0.04:
            return Claim()
        opens = self._on(cycle, "offer_day") if year_group == 6 else date(int(cycle[:4]), 11, 4)
        recorded = self._between(opens, self._on(cycle, "end_of_may"))
        if fate < 0.06 and year_group != 6:
            stock_take = self._on(cycle, "stock_take_opens")
            return Claim("UNDECIDED", offer_status="not_recorded", recorded_on=min(recorded, stock_take))
        code, provider = final.destination_type, final.destination_provider
        kept = self.random.random() < _KEEPS_THE_PLAN[pupil.disadvantaged]
        if not kept or code in {"", "UNKNOWN"} | _NOT_INTENDED or final.leaving_date:
            code, provider = self._hope(school, year_group, pupil)
        offered = self.random.random() < _HOLDS_AN_OFFER[pupil.disadvantaged]
        status = "offer_made" if offered else "no_offer"
        return self._details(year_group, Claim(code, provider, offer_status=status, recorded_on=recorded))

    def _hope(self, school: DemoSchool, year_group: int, pupil: Pupil) -> tuple[str, str]:
        hopes = {
            code: weight for code, weight in _weights(school, year_group, pupil).items() if code not in _NOT_INTENDED
        }
        if year_group == 12 and self.random.random() < 0.92:
            return "SIXTH_FORM", school.name
        code = pick(self.random, hopes)
        return code, self._provider(school, year_group, code)

    def _provider(self, school: DemoSchool, year_group: int, code: str) -> str:
        """A believable provider's name for a destination type; "" where none belongs to it."""
        code = _SAME_PROVIDERS.get(code, code)
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
        if provider in _NETWORK_NAMES:
            return "network_roll"
        return _EVIDENCE.get(code) or (
            "provider" if code in _TOLD_BY_PROVIDER else self.random.choice(("pupil", "parent"))
        )

    def _details(self, year_group: int, claim: Claim) -> Claim:
        """Add the level of an apprenticeship, when to ask again after a gap year, and for most the course."""
        course = self.random.choice(_COURSES.get(claim.destination_type, [""])) if self.random.random() < 0.7 else ""
        level = self.random.choice(("2", "3") if year_group < 13 else ("3", "6"))
        review_on = None
        if claim.destination_type.startswith("GAP_YEAR") and claim.recorded_on:
            review_on = date(claim.recorded_on.year + 1, 6, 1)
        if claim.destination_type != "APPRENTICESHIP":
            level = ""
        return replace(claim, course=course, apprenticeship_level=level, review_on=review_on)

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randrange((last - first).days + 1))


def _weights(school: DemoSchool, year_group: int, pupil: Pupil) -> dict[str, float]:
    return _RATES[year_group, "yes" if school.has_sixth_form else "no", pupil.disadvantaged]
