"""What an invented pupil means to do, as the year goes on: noted in the autumn or at the stock-take, for some noted
anew in May. Made backwards, from where the pupil went in the end. Knows no file format.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.demo.journeys import Claim, Journeys, weights
from pipelines.demo.people import Pupil, pick
from pipelines.demo.schools import CYCLES, DemoSchool

_NOT_INTENDED = {"SEEKING", "NOT_AVAILABLE", "RE_ENGAGEMENT", "START_DATE_AGREED", "LEFT_ENGLAND", "REPEAT_YEAR"}
_NO_OFFER_NEEDED = {"EMPLOYMENT", "PART_TIME_EMPLOYMENT", "GAP_YEAR", "VOLUNTEERING"}
_KEEPS_THE_PLAN = {"yes": 0.75, "no": 0.82}
_HOLDS_AN_OFFER = {"yes": 0.90, "no": 0.96}
_MOVES_IN_SPRING = 0.12  # of those with a plan at the stock-take, who have another one in May
# In the last cycle the schools noted changes of plan in May as well; for Year 12 there was no need.
_NOTED_IN_MAY = {(CYCLES[-1], 11), (CYCLES[-1], 13)}
IN_MAY = "in May"  # what a school noted then lies in a second file of the stage
_WHY_CHANGED = ("Prefers another course", "Grades expected to be higher", "Changed mind after an open day", "Travel")


@dataclass(frozen=True, slots=True)
class Plans:
    """What a school noted of one pupil: at first, and in May. None: it left the pupil out."""

    first: Claim | None = None
    in_may: Claim | None = None

    @property
    def current(self) -> Claim:
        """The newest that names something."""
        told = [claim for claim in (self.in_may, self.first) if claim is not None and claim.destination_type]
        return told[0] if told else Claim()


def plans(journeys: Journeys, school: DemoSchool, cycle: str, year_group: int, pupil: Pupil, final: Claim) -> Plans:
    """What the pupil meant to do, told at one or two dates of the year."""
    random = journeys.random
    fate = random.random()
    if fate < 0.015:
        return Plans()
    if fate < 0.04:
        return Plans(Claim())
    in_may = (cycle, year_group) in _NOTED_IN_MAY
    recorded = _noted(journeys, cycle, year_group, until="stock_take_closes" if in_may else "end_of_may")
    if final.leaving_date and recorded >= final.leaving_date:
        return Plans()
    if fate < 0.06 and year_group != 6:
        first = _undecided(journeys, cycle, recorded)
        settles = in_may and not final.leaving_date and random.random() < 0.7
        return Plans(first, _in_may(journeys, school, cycle, year_group, pupil, final) if settles else None)
    plan = _plan(journeys, school, year_group, pupil, final)
    if in_may and not final.leaving_date and random.random() < _MOVES_IN_SPRING:
        first = _offered(journeys, school, year_group, pupil, *_hope(journeys, school, year_group, pupil), recorded)
        return Plans(first, _in_may(journeys, school, cycle, year_group, pupil, final))
    return Plans(_offered(journeys, school, year_group, pupil, *plan, recorded))


def _noted(journeys: Journeys, cycle: str, year_group: int, until: str) -> date:
    """The day on which a plan was noted: from offer day in Year 6, else half of them at the stock-take."""
    if year_group == 6:
        return journeys.between(journeys.on(cycle, "offer_day"), journeys.on(cycle, "end_of_may"))
    opens = journeys.on(cycle, "stock_take_opens")
    if journeys.random.random() < 0.5:
        return journeys.between(date(int(cycle[:4]), 11, 4), opens)
    return journeys.between(opens, journeys.on(cycle, until))


def _undecided(journeys: Journeys, cycle: str, recorded: date) -> Claim:
    """A pupil who doesn't know yet: another guidance conversation, which most have had some weeks later."""
    day = min(recorded, journeys.on(cycle, "stock_take_opens"))
    talked = day + timedelta(days=journeys.random.randrange(7, 28)) if journeys.random.random() < 0.6 else None
    return Claim("UNDECIDED", offer_status="not_recorded", recorded_on=day, guidance_needed="yes", guidance_on=talked)


def _in_may(journeys: Journeys, school: DemoSchool, cycle: str, year_group: int, pupil: Pupil, final: Claim) -> Claim:
    """The plan that a pupil has in May, who had another one or none."""
    first = journeys.on(cycle, "stock_take_closes") + timedelta(16)  # after the Easter holidays
    recorded = journeys.between(first, journeys.on(cycle, "end_of_may"))
    plan = _plan(journeys, school, year_group, pupil, final)
    claim = _offered(journeys, school, year_group, pupil, *plan, recorded)
    return replace(claim, change_reason=journeys.random.choice(_WHY_CHANGED))


def _plan(journeys: Journeys, school: DemoSchool, year_group: int, pupil: Pupil, final: Claim) -> tuple[str, str]:
    """The type and provider of the plan: for most where the pupil went in the end."""
    code, provider = final.destination_type, final.destination_provider
    kept = journeys.random.random() < _KEEPS_THE_PLAN[pupil.disadvantaged]
    if not kept or code in {"", "UNKNOWN"} | _NOT_INTENDED or final.leaving_date:
        return _hope(journeys, school, year_group, pupil)
    return code, provider


def _hope(journeys: Journeys, school: DemoSchool, year_group: int, pupil: Pupil) -> tuple[str, str]:
    if year_group == 12 and journeys.random.random() < 0.92:
        return "SIXTH_FORM", school.name
    hopes = {code: weight for code, weight in weights(school, year_group, pupil).items() if code not in _NOT_INTENDED}
    code = pick(journeys.random, hopes)
    return code, journeys.provider(school, year_group, code)


def _offered(
    journeys: Journeys, school: DemoSchool, year_group: int, pupil: Pupil, code: str, provider: str, recorded: date
) -> Claim:
    """The plan with its offer: who stays in the own sixth form needs none, nor who goes to work."""
    offered = journeys.random.random() < _HOLDS_AN_OFFER[pupil.disadvantaged]
    status = "offer_made" if offered else "no_offer"
    if year_group == 12 and provider == school.name:
        status = "not_recorded"
    elif code in _NO_OFFER_NEEDED:
        status = "offer_not_appropriate"
    needed = "" if year_group == 6 else "no" if offered else "yes"
    claim = Claim(code, provider, offer_status=status, recorded_on=recorded, guidance_needed=needed)
    return journeys.details(year_group, claim)
