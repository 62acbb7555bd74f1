"""The rolls of the autumn after the last cycle: who came up into Years 7, 12, 13 and 14, and the stories that went
another way than was said. Also, by construction, what a comparison of said and found must come to. Knows no file.

Only a claim without evidence may turn out to be wrong: what a roll or a college has confirmed is so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pipelines.demo.generations import Generations, Years
from pipelines.demo.journeys import Claim
from pipelines.demo.people import Pupil
from pipelines.demo.plans import Plans
from pipelines.demo.schools import DEMO_SCHOOLS, NEXT_CYCLE, DemoSchool

_YEAR_7 = (96, 130)  # all of it, most from primaries outside the network
_JOINERS = (6, 14)
# How likely it is that the roll says something else than the claim
_NO_SHOW = 0.25
_SURPRISE = 0.06
_TWO_ROLLS = 0.03
_STAYED = 0.05
_UNCLAIMED = 0.15
_REPEATS_YEAR_12 = 0.008
_ELSEWHERE_UNSURE = {"FE_COLLEGE", "SIXTH_FORM_COLLEGE", "SIXTH_FORM", "SECONDARY", "TRAINING", "SEEKING"}
NOT_KNOWN = {"", "UNKNOWN", "REFUSED", "UNDECIDED"}
_BY_NAME = {school.name: school for school in DEMO_SCHOOLS}

Place = tuple[DemoSchool, int]  # a school and the year group there
Collected = tuple[str, int, str]  # school_id, year group, stage


@dataclass(slots=True)
class Found:
    """A pupil of the last cycle, what was said of them, and the rolls of the autumn that name them."""

    school: DemoSchool
    year_group: int
    pupil: Pupil
    final: Claim
    plans: Plans
    places: list[Place] = field(default_factory=list)


class Autumn:
    """The autumn after the present year of `network`: `on_roll` by school and year group, `found` for each pupil."""

    def __init__(self, network: Generations) -> None:
        self.network, self.random = network, network.random
        self.found = list(self._looked_for())
        self.on_roll = self._on_roll()

    def _looked_for(self) -> Iterator[Found]:
        for school in DEMO_SCHOOLS:
            for year_group, pupils in self.network.on_roll[school.school_id].items():
                finals = self.network.finals[school.school_id][year_group]
                plans = self.network.plans[school.school_id][year_group]
                for pupil, final, plan in zip(pupils, finals, plans, strict=True):
                    places = self._places(school, year_group, final)
                    yield Found(school, year_group, pupil, final, plan, places)

    def _places(self, school: DemoSchool, year_group: int, final: Claim) -> list[Place]:
        """Where the pupil is in the autumn: as was said, or as one of the stories has it."""
        expected = _expected(final)
        fate = self.random.random()
        if year_group == 12:
            repeats = expected and fate < _REPEATS_YEAR_12
            return [(school, 12 if repeats else 13)] if expected else []
        if final.verified_by or final.leaving_date:
            return [(expected, _comes_into(year_group))] if expected else []
        if expected:
            if fate < _NO_SHOW:
                return []
            own = [school] if expected is not school and fate < _NO_SHOW + _TWO_ROLLS else []
            return [(each, _comes_into(year_group)) for each in (expected, *own) if _has(each, year_group)]
        if final.destination_type in ("", "UNKNOWN"):
            return self._arrives(school, year_group, own=fate < _UNCLAIMED, other=False)
        unsure = final.destination_type in _ELSEWHERE_UNSURE
        return self._arrives(school, year_group, own=unsure and fate < _STAYED, other=unsure and fate > 1 - _SURPRISE)

    def _arrives(self, school: DemoSchool, year_group: int, *, own: bool, other: bool) -> list[Place]:
        """A pupil whom nobody announced: at the own school, or at another one nearby."""
        if own and _has(school, year_group):
            return [(school, _comes_into(year_group))]
        if not other or year_group == 13:
            return []
        near = [each for each in DEMO_SCHOOLS if each is not school and each.la == school.la and _has(each, year_group)]
        return [(self.random.choice(near), _comes_into(year_group))]

    def _on_roll(self) -> Years:
        september = date(int(NEXT_CYCLE[:4]), 9, 4)
        on_roll: Years = {school.school_id: {} for school in DEMO_SCHOOLS if 11 in school.year_groups}
        for each in self.found:
            for school, year_group in each.places:
                moved = school is not each.school
                pupil = self.network.moved(each.pupil, school, september) if moved else each.pupil
                on_roll[school.school_id].setdefault(year_group, []).append(pupil)
        for school in DEMO_SCHOOLS:
            years = on_roll.get(school.school_id)
            if years is not None:
                others = self.random.randint(*_YEAR_7) - len(years.get(7, ()))
                years.setdefault(7, []).extend(self.network.newcomers(school, 7, NEXT_CYCLE, others))
            if years is not None and school.has_sixth_form:
                joiners = self.network.newcomers(school, 12, NEXT_CYCLE, self.random.randint(*_JOINERS))
                years.setdefault(12, []).extend(joiners)
        return {school_id: dict(sorted(years.items())) for school_id, years in on_roll.items()}


def _comes_into(year_group: int) -> int:
    return year_group + 1


def _has(school: DemoSchool, year_group: int) -> bool:
    """Whether the school has the year group that follows: Year 7 wherever there is a Year 11."""
    return 11 in school.year_groups if year_group == 6 else school.has_sixth_form


def _expected(claim: Claim) -> DemoSchool | None:
    """The school of the network that the claim names."""
    return _BY_NAME.get(claim.destination_provider)


def plain(found: Iterable[Found]) -> set[str]:
    """The UPNs of those whose story is the same whether their final destination was understood or their plan stands in
    for it: the plan was kept, and where it was in the network it was the own school's."""
    return {
        each.pupil.upn
        for each in found
        if _plan_of(each) == (each.final.destination_type, each.final.destination_provider)
        and _state(each, (), ()) in ("confirmed", "elsewhere")
        and _expected(each.final) in (None, each.school)
    }


def _plan_of(each: Found) -> tuple[str, str]:
    return each.plans.current.destination_type, each.plans.current.destination_provider


def reconciled(
    found: Iterable[Found], unread: Collection[Collected], unsent: Collection[tuple[str, int]]
) -> Counter[str]:
    """How many pupils are in each state of the comparison of said and found.

    `unread` are the collections whose file can't be read or never came, `unsent` the rolls (school_id, year group) that
    didn't come. The states: contradiction, confirmed, unclaimed, surprise_arrival, awaiting_roll, no_show, elsewhere,
    unknown.
    """
    return Counter(_state(each, unread, unsent) for each in found)


def _state(each: Found, unread: Collection[Collected], unsent: Collection[tuple[str, int]]) -> str:
    said = said_of(each, unread)
    expected = _expected(said)
    places = [school for school, year_group in each.places if (school.school_id, year_group) not in unsent]
    known = said.destination_type not in NOT_KNOWN
    if len(places) > 1:
        return "contradiction"
    if places and places[0] is expected:
        return "confirmed"
    if places and not known:
        return "unclaimed"
    if places:
        return "contradiction" if places[0] is each.school else "surprise_arrival"
    if expected:
        came = (expected.school_id, _comes_into(each.year_group)) not in unsent
        return "no_show" if came else "awaiting_roll"
    return "elsewhere" if known else "unknown"


def said_of(each: Found, unread: Collection[Collected]) -> Claim:
    """The current final claim that was sent, else the current plan. Year 12 sends a final claim of leavers alone."""
    key = (each.school.school_id, each.year_group)
    told = each.final if each.year_group != 12 or each.final.leaving_date else Claim()
    if told.destination_type and (*key, "final") not in unread:
        return told
    return Claim() if (*key, "intended") in unread else each.plans.current
