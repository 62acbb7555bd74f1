"""Who is at which school when: enrolments of three cycles and the autumn after. What pupils say is `stories`' business."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.year.dates import BEFORE, CYCLE, LAST, NEXT
from tests.year.people import Person, Register
from tests.year.schools import Scale, School, network
from tests.year.stories import Story, Teller


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A pupil at a school in a cycle's year group. `tells_leaving`: whether the rolls name a leaver with the day, or
    just leave the pupil out. `disadvantaged` is what this school's rolls say."""

    person: int
    school_id: str
    cycle: str
    year_group: int
    entry_date: date
    disadvantaged: str
    status: str = "C"
    leaving_date: date | None = None
    tells_leaving: bool = True
    leaving_reason: str = ""

    def on_roll(self, day: date) -> bool:
        """Whether a roll drawn on a day has a row for the pupil."""
        gone = self.leaving_date is not None and self.leaving_date <= day
        return self.entry_date <= day and (not gone or self.tells_leaving)


@dataclass(frozen=True)
class World:
    """Schools, pupils, their enrolments, and the stories of the cycle's leavers by pupil."""

    schools: tuple[School, ...]
    people: tuple[Person, ...]
    enrolments: tuple[Enrolment, ...]
    stories: dict[int, Story]
    register: Register

    def school(self, school_id: str) -> School:
        return next(school for school in self.schools if school.school_id == school_id)


def make_world(seed: int, scale: Scale) -> World:
    """The world of a seed, always the same one."""
    builder = _Builder(Random(f"world {seed}"), network(scale), scale)
    builder.earlier_years()
    builder.the_year()
    builder.irregular()
    stories = builder.stories()
    return World(builder.schools, tuple(builder.register.people), tuple(builder.enrolments), stories, builder.register)


class _Builder:
    def __init__(self, random: Random, schools: tuple[School, ...], scale: Scale) -> None:
        self.random, self.schools, self.scale = random, schools, scale
        self.register = Register(random)
        self.enrolments: list[Enrolment] = []
        self.leavers: dict[tuple[str, int], int] = {}

    def _of_year(self, *year_groups: int) -> Iterable[tuple[School, int]]:
        return ((s, y) for y in year_groups for s in self.schools if y in s.year_groups)

    def _many(self, year_group: int) -> int:
        return self.random.randint(*self.scale.size(year_group))

    def _put(self, person: int, school: School, cycle: str, year_group: int, entry: date, **more: object) -> Enrolment:
        """Enrol a pupil; a sixth form's system often doesn't know, or is wrong about, who is disadvantaged."""
        known = self.register.people[person].disadvantaged
        if year_group > 11:
            known = self.random.choice((known, known, "", "no"))
        made = Enrolment(person, school.school_id, cycle, year_group, entry, known, **more)  # type: ignore[arg-type]
        self.enrolments.append(made)
        return made

    def earlier_years(self) -> None:
        """The Year 11 of two and of one year before, from which today's sixth forms come."""
        for cycle, leaving in ((BEFORE, 2024), (LAST, 2025)):
            for school, year_group in self._of_year(11):
                for _ in range(max(self._many(12) - 2, 3)):
                    self._put(self.register.enrol(11, leaving), school, cycle, year_group, date(leaving - 5, 9, 4))

    def the_year(self) -> None:
        """Years 6, 11, 12 and 13 as they start in September 2025."""
        for school, year_group in self._of_year(6, 11):
            entry = date(2019, 9, 4) if year_group == 6 else date(2021, 9, 3)
            for _ in range(self._many(year_group)):
                self._put(self.register.enrol(year_group, 2026), school, CYCLE, year_group, entry)
        taken: set[int] = set()
        for school, year_group in self._of_year(12, 13):
            was, entry = {12: (LAST, date(2025, 9, 3)), 13: (BEFORE, date(2024, 9, 3))}[year_group]
            own = [e.person for e in self.enrolments if e.cycle == was and e.school_id == school.school_id]
            others = [e.person for e in self.enrolments if e.cycle == was and e.school_id != school.school_id]
            wanted = self._many(year_group)
            followed = [p for p in others if self.register.people[p].can_be_followed]
            come = self.random.sample(own, min(len(own), wanted * 2 // 3))
            come += self.random.sample(followed, min(len(followed), 2))
            come = [person for person in come if person not in taken]
            taken.update(come)
            come += [self.register.enrol(year_group, 2026) for _ in range(wanted - len(come))]
            for person in come:
                self._put(person, school, CYCLE, year_group, entry)

    def irregular(self) -> None:
        """Leavers, movers, late joiners, guests, second registrations: at most two leavers a year group, so that no
        roll shrinks by accident."""
        for place, enrolment in enumerate(list(self.enrolments)):
            if enrolment.cycle == CYCLE and self.random.random() < 0.07:
                self._leave(place, enrolment)
        for school, year_group in self._of_year(11, 12):
            joined = date(2025, 11, 3) + timedelta(self.random.randrange(120))
            if self.random.random() < 0.5:
                self._put(self.register.enrol(year_group, 2026), school, CYCLE, year_group, joined)
        for school, year_group in list(self._of_year(11, 12))[::4]:
            for status in ("G", "F"):
                person = self.register.enrol(year_group, 2026)
                self._put(person, school, CYCLE, year_group, date(2025, 9, 3), status=status)
        self._second_registrations()

    def _leave(self, place: int, enrolment: Enrolment) -> None:
        school_id, year_group = enrolment.school_id, enrolment.year_group
        if self.leavers.get((school_id, year_group), 0) >= 2:
            return
        self.leavers[school_id, year_group] = self.leavers.get((school_id, year_group), 0) + 1
        first = {6: date(2026, 1, 6)}.get(year_group, date(2025, 9, 22))
        left = first + timedelta(self.random.randrange(240 if year_group != 6 else 130))
        reason = self.random.choice(("", "Moved to another school", "Moved away", "Left to work"))
        tells = self.random.random() < 0.6
        self.enrolments[place] = replace(
            enrolment, leaving_date=left, tells_leaving=tells, leaving_reason=reason if tells else ""
        )
        person = self.register.people[enrolment.person]
        targets = [s for s, y in self._of_year(year_group) if s.school_id != school_id and s.kind != "special"]
        # whoever moves within the network does so before anybody has been asked about destinations
        if targets and person.can_be_followed and left < date(2026, 2, 1) and self.random.random() < 0.5:
            there = self.random.choice(targets)
            self._put(enrolment.person, there, CYCLE, year_group, left + timedelta(self.random.randint(1, 12)))

    def _second_registrations(self) -> None:
        """Pupils at two schools: main here and subsidiary there, or, by mistake, fully at both."""
        for kind, statuses in (("special", ("M", "S")), ("sixth_form", ("C", "C"))):
            there = [school for school in self.schools if school.kind == kind]
            staying = [
                (place, e) for place, e in enumerate(self.enrolments)
                if e.cycle == CYCLE and e.year_group == 11 and e.leaving_date is None and e.status == "C"
                and e.school_id not in {s.school_id for s in there} and self.register.people[e.person].can_be_followed
            ]  # fmt: skip
            if not there or len(staying) < 3:
                continue
            for place, enrolment in self.random.sample(staying, 2):
                self.enrolments[place] = replace(enrolment, status=statuses[0])
                self._put(enrolment.person, there[0], CYCLE, 11, date(2025, 10, 13), status=statuses[1])

    def stories(self) -> dict[int, Story]:
        """What each leaver of the cycle means, says and does, and who is at which school in the autumn."""
        last: dict[int, Enrolment] = {}
        for enrolment in sorted(self.enrolments, key=lambda e: (e.person, e.leaving_date is None, e.entry_date)):
            if enrolment.cycle == CYCLE and enrolment.status in ("C", "M"):
                last[enrolment.person] = enrolment
        teller = Teller(self.random, self.schools)
        found = {}
        for person, enrolment in last.items():
            school = next(s for s in self.schools if s.school_id == enrolment.school_id)
            pupil = self.register.people[person]
            story = teller.tell(school, enrolment.year_group, enrolment.leaving_date, pupil.can_be_followed)
            found[person] = story
            for there, year_group, entry in story.found:
                self._put(person, self._school(there), NEXT, year_group, entry)
        for school in self.schools:
            for year_group in school.autumn:
                for _ in range(self.random.randint(2, 5) if year_group in (7, 12) else 0):
                    outsider = self.register.enrol(year_group, 2027)
                    self._put(outsider, school, NEXT, year_group, date(2026, 9, 2))
        return found

    def _school(self, school_id: str) -> School:
        return next(school for school in self.schools if school.school_id == school_id)
