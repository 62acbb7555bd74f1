"""The demo's pupils through the years: who joins, moves up and leaves, which sixth form takes whom. Knows no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from domain.calendar import Calendar
from pipelines.demo.journeys import Claim, Journeys
from pipelines.demo.people import Pupil, Register
from pipelines.demo.plans import Plans, plans
from pipelines.demo.schools import DEMO_SCHOOLS, DemoSchool

_SIZES = {6: (30, 58), 11: (124, 206)}
_FIRST_SIXTH_FORM = {12: (68, 104), 13: (62, 92)}
_GOES_ON_AT = {6: "SECONDARY", 11: "SIXTH_FORM"}  # what the destination in the same network is called
_JOINERS = (6, 14)  # pupils who come to a sixth form from schools outside the network

Years = dict[str, dict[int, list[Pupil]]]  # school_id -> year group -> pupils
Finals = dict[str, dict[int, list[Claim]]]  # the same, each pupil's final destination in the same place
Intentions = dict[str, dict[int, list[Plans]]]  # the same, each pupil's plans


class Generations:
    """One school year after another: `on_roll`, `finals`, `plans`, `repeaters` and `guests` (one a sixth form) are the
    present year's.

    A guest is on a roll but belongs to another school, and so to nobody's cohort here; a repeater is in Year 14.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(f"destinations demo {seed}")
        self.journeys = Journeys(self.random, Calendar())
        self.register = Register(sorted({school.la for school in DEMO_SCHOOLS}))
        self.on_roll: Years = {}
        self.finals: Finals = {}
        self.plans: Intentions = {}
        self.repeaters: dict[str, list[Pupil]] = {}
        self.guests: dict[str, Pupil] = {}

    def begin(self, cycle: str) -> None:
        """Begin `cycle`: those who stayed move up, new pupils join, and everybody's story is decided."""
        leaving_year = int(cycle[:4]) + 1
        before, went = self.on_roll, self.finals
        self.on_roll, self.finals, self.plans = {school.school_id: {} for school in DEMO_SCHOOLS}, {}, {}
        self.repeaters = {school.school_id: _repeating(before, went, school) for school in DEMO_SCHOOLS}
        for school in DEMO_SCHOOLS:
            for year_group in school.year_groups:
                self.on_roll[school.school_id][year_group] = self._year(school, year_group, leaving_year, before, went)
            if school.has_sixth_form:
                guest = self.enrol(school, 11, leaving_year)
                self.guests[school.school_id] = replace(guest, enrolment_status="G")
        for school in DEMO_SCHOOLS:
            unknown = self.random.uniform(0.02, 0.06)
            self.finals[school.school_id] = {
                year_group: [self.journeys.final(school, cycle, year_group, pupil, unknown) for pupil in pupils]
                for year_group, pupils in self.on_roll[school.school_id].items()
            }
            self.plans[school.school_id] = {
                year_group: [
                    plans(self.journeys, school, cycle, year_group, pupil, final)
                    for pupil, final in zip(pupils, self.finals[school.school_id][year_group], strict=True)
                ]
                for year_group, pupils in self.on_roll[school.school_id].items()
            }

    def newcomers(self, school: DemoSchool, year_group: int, cycle: str, number: int) -> list[Pupil]:
        """Pupils who come to a school from outside the network as the year begins."""
        leaving_year = int(cycle[:4]) + 1
        september = date(leaving_year - 1, 9, 4)
        found = (self.enrol(school, year_group, leaving_year) for _ in range(number))
        return [replace(pupil, entry_date=september) for pupil in found]

    def _year(self, school: DemoSchool, year_group: int, leaving_year: int, before: Years, went: Finals) -> list[Pupil]:
        if year_group in _SIZES or not before:
            size = self.random.randint(*(_SIZES.get(year_group) or _FIRST_SIXTH_FORM[year_group]))
            return [self.enrol(school, year_group, leaving_year) for _ in range(size)]
        if year_group == 12:
            cycle = f"{leaving_year - 1}-{leaving_year % 100:02d}"
            joiners = self.newcomers(school, 12, cycle, self.random.randint(*_JOINERS))
            return [*self.came_up(school, 11, before, went, cycle), *joiners]
        moved_up = zip(before[school.school_id][12], went[school.school_id][12], strict=True)
        return [pupil for pupil, claim in moved_up if claim.destination_provider == school.name]

    def came_up(self, school: DemoSchool, year_group: int, before: Years, went: Finals, cycle: str) -> Iterator[Pupil]:
        """Last year's pupils of the year group, of the whole network, who went to this school in the September in which
        `cycle` began; a new school gives its own number."""
        september = date(int(cycle[:4]), 9, 4)
        wanted = _GOES_ON_AT[year_group]
        for other in DEMO_SCHOOLS:
            years = (before[other.school_id].get(year_group, ()), went[other.school_id].get(year_group, ()))
            for pupil, claim in zip(*years, strict=True):
                if claim.destination_type != wanted or claim.destination_provider != school.name:
                    continue
                if other is school:
                    yield pupil
                else:
                    yield self.moved(pupil, school, september)

    def moved(self, pupil: Pupil, school: DemoSchool, entry_date: date) -> Pupil:
        """The pupil at another school of the network, which gives its own number."""
        number = self.register.admission_number(school.school_id)
        return replace(pupil, mis_id=number, entry_date=entry_date, enrolment_status="C")

    def enrol(self, school: DemoSchool, year_group: int, leaving_year: int) -> Pupil:
        """A new pupil of the year group in the school year that ends in `leaving_year`."""
        return self.register.enrol(self.random, school.school_id, school.laestab, year_group, leaving_year)


def _repeating(before: Years, went: Finals, school: DemoSchool) -> list[Pupil]:
    """Last year's Year 13 who stay for another year."""
    if not before or not school.has_sixth_form:
        return []
    pupils = zip(before[school.school_id][13], went[school.school_id][13], strict=True)
    return [pupil for pupil, claim in pupils if claim.destination_type == "REPEAT_YEAR"]
