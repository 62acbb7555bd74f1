"""Applications of the last cycle: what Year 13 applied for through UCAS, in spring and on results day, and Year 11 at
colleges. Made backwards, from what was planned and where the pupil went. Knows no file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from pipelines.demo.autumn import Found
from pipelines.demo.noted import MEDICINE, means_medicine, teaches_medicine
from pipelines.demo.tables import rows

SPRING, RESULTS = date(2026, 5, 14), date(2026, 8, 13)
_TO_UNIVERSITY = ("HIGHER_EDUCATION", "GAP_YEAR_DEFERRED")
_TO_COLLEGE = ("FE_COLLEGE", "SIXTH_FORM_COLLEGE", "SIXTH_FORM")
_INSURANCE_KEPT = 0.55
_APPLIED_EARLIER = 0.5  # of those who only in summer decided for university
_STILL_OPEN = 0.8  # of those whose destination nobody knows, whose university hasn't decided
_SECOND_COLLEGE = 0.3
_UNIVERSITIES = {
    row["provider"]: row["provider_id"] for row in rows("providers") if row["destination_type"] == "HIGHER_EDUCATION"
}
_COURSES = {row["course"]: row["course_code"] for row in rows("courses") if row["course_code"]}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of one pupil as a list tells it; fields are named as our columns."""

    choice_number: str
    destination_provider: str
    destination_provider_id: str
    course_code: str
    course: str
    entry_year: str
    application_status: str
    recorded_on: date
    offer_type: str = ""
    reply: str = ""
    placed: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A pupil's choices in spring and on results day, and what they must come to: an outcome of
    core.application_outcomes."""

    found: Found
    spring: tuple[Choice, ...]
    results: tuple[Choice, ...]
    outcome: str


def _outcome(random: Random, each: Found) -> str | None:
    """How the story ends; None for who didn't apply."""
    final, plan = each.final, each.plans.current
    planned = plan.destination_type in _TO_UNIVERSITY
    if final.leaving_date:
        return None
    if final.destination_type in _TO_UNIVERSITY:
        if planned and plan.destination_provider == final.destination_provider:
            return "placed_firm"
        if planned:
            return "placed_insurance" if random.random() < _INSURANCE_KEPT else "placed_clearing"
        return "placed_clearing" if random.random() < _APPLIED_EARLIER else "placed"
    if not planned:
        return None
    unknown = final.destination_type in ("", "UNKNOWN")
    return "firm_open" if unknown and random.random() < _STILL_OPEN else "unplaced"


def story(random: Random, each: Found) -> Story | None:
    """What a pupil of Year 13 applied for, choice by choice; None for who didn't apply."""
    outcome = _outcome(random, each)
    if outcome is None:
        return None
    final, plan = each.final, each.plans.current
    there = final.destination_provider if outcome.startswith("placed") else ""
    aim = final if final.destination_type in _TO_UNIVERSITY else plan
    year = "2027" if aim.destination_type == "GAP_YEAR_DEFERRED" else "2026"
    course = random.choice(list(_COURSES))
    firm = plan.destination_provider if plan.destination_type in _TO_UNIVERSITY else ""
    others = [name for name in random.sample(list(_UNIVERSITIES), 6) if name not in (there, firm)]
    firm = firm or others.pop()
    insurance = there if outcome == "placed_insurance" else others.pop()
    on = SPRING - timedelta(days=random.randrange(40))
    if outcome == "placed":
        return Story(each, (), (_clearing(there, course, year),), outcome)
    conditional = random.random() < 0.85
    status, offer = ("conditional_offer", "conditional") if conditional else ("unconditional_offer", "unconditional")
    first = _choice("1", firm, course, year, status, on, offer_type=offer, reply="CF" if conditional else "UF")
    second = _choice("2", insurance, course, year, "conditional_offer", on, offer_type="conditional", reply="CI")
    rest = [
        _choice(str(number), name, course, year, random.choice(("declined", "rejected")), on)
        for number, name in enumerate(others[: random.randrange(1, 4)], 3)
    ]
    waiting = [replace(each, application_status=random.choice(("awaiting_decision", "interview"))) for each in rest]
    spring = (first, second, *(waiting if random.random() < 0.2 else rest))
    told = Story(each, spring, (*_decided(random, outcome, first, second, there), *rest), outcome)
    return _of_medicine(told) if means_medicine(each.pupil, plan) else told


def _of_medicine(told: Story) -> Story:
    """The story of who means to read medicine: the firm choice and those that came to nothing, where it is taught. The
    insurance and a place through Clearing stay another course."""
    spring, results = (
        tuple(
            replace(each, course=MEDICINE[0], course_code=MEDICINE[1])
            if each.choice_number not in ("2", "Clearing") and teaches_medicine(each.destination_provider)
            else each
            for each in choices
        )
        for choices in (told.spring, told.results)
    )
    return replace(told, spring=spring, results=results)


def _decided(random: Random, outcome: str, first: Choice, second: Choice, there: str) -> tuple[Choice, ...]:
    """The firm and the insurance choice on results day, and a place through Clearing."""
    if outcome == "firm_open":
        return first, second
    withdraws = outcome == "unplaced" and random.random() < 0.4
    lost = "withdrawn" if withdraws else "unplaced" if outcome == "unplaced" else "rejected"
    got = {"placed_firm": first, "placed_insurance": second}.get(outcome)
    decided = tuple(
        replace(
            choice,
            recorded_on=RESULTS,
            application_status="placed" if choice is got else "withdrawn" if outcome == "placed_firm" else lost,
            placed="yes" if choice is got else "no",
        )
        for choice in (first, second)
    )
    if outcome != "placed_clearing":
        return decided
    return *decided, _clearing(there, first.course, first.entry_year)


def _clearing(provider: str, course: str, year: str) -> Choice:
    return _choice("Clearing", provider, course, year, "placed", RESULTS, placed="yes")


def _choice(
    number: str, provider: str, course: str, year: str, status: str, on: date, **more: str
) -> Choice:  # fmt: skip
    return Choice(number, provider, _UNIVERSITIES.get(provider, ""), _COURSES[course], course, year, status, on, **more)


def at_colleges(random: Random, each: Found) -> Iterator[Choice]:
    """What a pupil of Year 11 applied for at colleges and sixth forms elsewhere, as the school knows in May."""
    plan = each.plans.current
    if plan.destination_type not in _TO_COLLEGE or plan.destination_provider == each.school.name:
        return
    held = plan.offer_status == "offer_made"
    status = (
        random.choice(("accepted", "conditional_offer")) if held else random.choice(("awaiting_decision", "interview"))
    )
    on = SPRING + timedelta(days=random.randrange(10))
    yield Choice("1", plan.destination_provider, "", "", plan.course, "2026", status, on)
    near = [
        row["provider"]
        for row in rows("providers")
        if row["la"] == each.school.la and row["destination_type"] in _TO_COLLEGE
    ]
    second = random.choice(near)
    if second != plan.destination_provider and random.random() < _SECOND_COLLEGE:
        yield Choice("2", second, "", "", "", "2026", random.choice(("declined", "awaiting_decision", "rejected")), on)
