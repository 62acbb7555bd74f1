"""The rolls that schools drop: four cycles, each drawn on a day from who is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.year.dates import BEFORE, CYCLE, LAST, NEXT
from tests.year.ledger import Drop, Row, Value
from tests.year.schools import School
from tests.year.world import Enrolment, World


@dataclass(frozen=True, slots=True)
class Habits:
    """How a school works: the style of its files, one roll file for each year group or one for all, a new name for each
    file or always the same, whether it writes down when it was told something, and whether its first autumn roll still
    names those who were expected."""

    style: str
    splits_rolls: bool
    dates_names: bool
    tells_days: bool
    expects_everybody: bool


STYLES = ("plain", "plain", "office", "careers", "office", "careers", "workbook", "tabs")


def habits(random: Random, schools: tuple[School, ...]) -> dict[str, Habits]:
    """The habits of every school, styles evenly spread."""
    return {
        school.school_id: Habits(
            STYLES[number % len(STYLES)], random.random() < 0.5, random.random() < 0.5, random.random() < 0.85,
            random.random() < 0.6,
        )
        for number, school in enumerate(schools)
    }  # fmt: skip


def school_day(random: Random, first: date, last: date) -> date:
    """A working day between two dates."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return random.choice([day for day in days if day.weekday() < 5] or days)


class Rolls:
    """Draws rolls from a world."""

    def __init__(self, world: World, habits: dict[str, Habits], random: Random) -> None:
        self.world, self.habits, self.random = world, habits, random

    def drops(self) -> Iterator[Drop]:
        """Every roll of every school, but for those that mishaps add."""
        for place, school in enumerate(self.world.schools):
            if place == 1:
                continue  # a school that never sends a roll
            if 11 in school.year_groups:
                yield self._drop(school, LAST, (11,), date(2025, 9, 8))
                if place % 2:
                    yield self._drop(school, BEFORE, (11,), date(2025, 9, 8))
            late = date(2025, 10, 8)
            autumn = late if place == 3 else school_day(self.random, date(2025, 9, 9), date(2025, 9, 30))
            january = school_day(self.random, date(2026, 1, 12), date(2026, 1, 30))
            summer = school_day(self.random, date(2026, 5, 18), date(2026, 6, 5))
            for day in (autumn, january, summer):
                yield from self._year(school, day)
            yield from self._autumn(school, place)

    def _year(self, school: School, day: date) -> Iterator[Drop]:
        if self.habits[school.school_id].splits_rolls:
            for year_group in school.year_groups:
                yield self._drop(school, CYCLE, (year_group,), day)
        else:
            yield self._drop(school, CYCLE, school.year_groups, day)

    def _autumn(self, school: School, place: int) -> Iterator[Drop]:
        """Two rolls of each year group of the new year; one school sends only the second, one of them none."""
        for year_group in school.autumn:
            if year_group == 14:
                continue
            groups = (13, 14) if year_group == 13 and 14 in school.autumn else (year_group,)
            first = school_day(self.random, date(2026, 9, 3), date(2026, 9, 15))
            second = school_day(self.random, date(2026, 9, 24), date(2026, 10, 19))
            if place % 11 == 5 and year_group == 12:
                first, second = date(2026, 10, 26), date(2026, 11, 20)
            if place % 13 == 7 and year_group == 7:
                continue
            expected = self._expected(school, year_group) if self.habits[school.school_id].expects_everybody else ()
            yield self._drop(school, NEXT, groups, first, expected)
            named = {person: date(2026, 9, 18) for person in expected[1:]}
            yield self._drop(school, NEXT, groups, second, expected[1:], named)

    def _expected(self, school: School, year_group: int) -> tuple[int, ...]:
        """At most two pupils who meant to come and don't."""
        awaited = [
            person for person, story in self.world.stories.items()
            if story.kind == "no_show" and story.year_group + 1 == year_group and story.said[2] is not None
            and story.said[2].school == school.school_id and self.world.people[person].can_be_followed
        ]  # fmt: skip
        return tuple(awaited[:2])

    def _drop(
        self, school: School, cycle: str, year_groups: tuple[int, ...], day: date, expected: tuple[int, ...] = (), left: dict[int, date] | None = None
    ) -> Drop:  # fmt: skip
        rows = [
            self.row(enrolment, day)
            for enrolment in self.world.enrolments
            if enrolment.school_id == school.school_id and enrolment.cycle == cycle
            and enrolment.year_group in year_groups and enrolment.on_roll(day)
        ]  # fmt: skip
        for person in expected:
            leaving = (left or {}).get(person)
            awaited = Enrolment(
                person, school.school_id, cycle, year_groups[0], date(2026, 9, 2), "", leaving_date=leaving
            )
            rows.append(self.row(awaited, day))
        habit = self.habits[school.school_id]
        groups = "" if len(year_groups) == len(school.year_groups) else f" Y{'-'.join(map(str, year_groups))}"
        name = f"roll{groups} {day}" if habit.dates_names else f"roll{groups}"
        return Drop(
            day, f"{school.school_id}/{cycle}/roll/{name}{suffix(habit.style)}", school.school_id, cycle, "roll", tuple(rows), style=habit.style
        )  # fmt: skip

    def row(self, enrolment: Enrolment, day: date) -> Row:
        """The pupil's line on a roll drawn on a day."""
        person = self.world.people[enrolment.person]
        gone = enrolment.leaving_date is not None and enrolment.leaving_date <= day
        values: dict[str, Value | None] = {
            **who(self.world, enrolment.person, enrolment.school_id, day),
            "sex": person.sex,
            "ethnicity": person.ethnicity,
            "first_language": person.first_language,
            "sen_provision": person.sen_provision,
            "disadvantaged": enrolment.disadvantaged,
            "looked_after": person.looked_after,
            "prior_attainment": person.prior_attainment,
            "home_la": person.home_la,
            "enrolment_status": "" if enrolment.status == "C" and enrolment.person % 3 == 0 else enrolment.status,
            "entry_date": enrolment.entry_date,
            "leaving_date": enrolment.leaving_date if gone else None,
            "leaving_reason": enrolment.leaving_reason if gone else "",
        }
        return Row(enrolment.person, enrolment.year_group, {name: value for name, value in values.items() if value})


def who(world: World, person: int, school_id: str, day: date) -> dict[str, Value | None]:
    """By what a school's system names a pupil on a day."""
    known = world.people[person]
    return {
        "upn": known.upn(day),
        "former_upn": known.former_upn(day),
        "uln": known.uln,
        "mis_id": world.register.admission_number(person, school_id),
        "surname": known.surname,
        "forename": known.forename,
        "date_of_birth": known.date_of_birth,
    }


def suffix(style: str) -> str:
    """The ending of a file in a style."""
    return {"workbook": ".xlsx", "tabs": ".tsv"}.get(style, ".csv")
