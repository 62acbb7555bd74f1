"""Meetings with the world of work and learning, Years 7 to 13 of the last two cycles: which year group met whom and
when, and who was there. Knows no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipelines.demo.people import Pupil
from pipelines.demo.schools import CYCLES, DemoSchool
from pipelines.demo.tables import rows

_LESS_WHEN_DISADVANTAGED = 0.93
_NOT_MEANINGFUL = 0.03
_SAID_TO_BE = 0.4  # of the meaningful ones, which the school says so of; the others it leaves blank
# Which of the providers that pupils go to a school has in for what
_HOSTS = {
    "employer": ("EMPLOYMENT", "APPRENTICESHIP"),
    "workplace": ("EMPLOYMENT", "APPRENTICESHIP"),
    "further_education": ("FE_COLLEGE", "SIXTH_FORM_COLLEGE"),
    "technical_provider": ("FE_COLLEGE", "TRAINING"),
    "higher_education": ("HIGHER_EDUCATION",),
    "personal_guidance": (),
}
# The weeks without school, from and to (month, day)
_HOLIDAYS = (((10, 24), (11, 1)), ((12, 19), (12, 31)), ((1, 1), (1, 5)), ((2, 13), (2, 22)), ((3, 27), (4, 12)),
             ((5, 22), (5, 31)))  # fmt: skip

Years = Mapping[int, Sequence[Pupil]]


@dataclass(frozen=True, slots=True)
class Encounter:
    """One pupil's encounter; `destination_provider` is who was met, blank for a guidance interview."""

    pupil: Pupil
    year_group: int
    encounter_on: date
    encounter_kind: str
    destination_provider: str
    meaningful: str

    @property
    def counts(self) -> bool:
        return self.meaningful != "no"


def encounters(
    random: Random, school: DemoSchool, cycle: str, years: Years, left: Mapping[str, date]
) -> Iterator[Encounter]:
    """What the school has noted of a cycle; `left` says by UPN who left during the year, and when."""
    for row in rows("encounters"):
        if cycle != CYCLES[-1] and not row["both_years"]:
            continue  # the year before, schools had only begun to note them
        year_group, kind = int(row["year_group"]), row["encounter_kind"]
        window = _day(cycle, row["opens"]), _day(cycle, row["closes"])
        together, host = _school_day(random, *window), _host(random, school, kind)
        for pupil in years.get(year_group, ()):
            share = float(row["share"]) * (_LESS_WHEN_DISADVANTAGED if pupil.disadvantaged == "yes" else 1)
            day = _school_day(random, *window) if row["each_alone"] else together
            if random.random() >= share or day >= left.get(pupil.upn, date.max):
                continue
            met = _host(random, school, kind) if row["each_alone"] else host
            yield Encounter(pupil, year_group, day, kind, met, _meaningful(random))


def _meaningful(random: Random) -> str:
    if random.random() < _NOT_MEANINGFUL:
        return "no"
    return "yes" if random.random() < _SAID_TO_BE else ""


def _host(random: Random, school: DemoSchool, kind: str) -> str:
    wanted = _HOSTS[kind]
    found = [
        row["provider"]
        for row in rows("providers")
        if row["destination_type"] in wanted and row["la"] in ("", school.la) and row["provider"] != "Family business"
    ]
    return random.choice(found) if found else ""


def _day(cycle: str, month_and_day: str) -> date:
    """The day in the academic year, given as 10-01."""
    month, day = (int(part) for part in month_and_day.split("-"))
    return date(int(cycle[:4]) + (month < 9), month, day)


def _school_day(random: Random, first: date, last: date) -> date:
    while True:
        day = first + timedelta(days=random.randrange((last - first).days + 1))
        holiday = any(opens <= (day.month, day.day) <= closes for opens, closes in _HOLIDAYS)
        if day.weekday() < 5 and not holiday:
            return day
