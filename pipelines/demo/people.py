"""Invented pupils: names from short lists, valid pupil and learner numbers, dates of birth in the window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from domain.identifiers import upn_check_letter
from pipelines.demo.tables import rows

NAMES: dict[str, list[str]] = defaultdict(list)
for _row in rows("names"):
    NAMES[_row["list"]].append(_row["name"])
_ETHNICITY = {
    "WBRI": 46, "WOTH": 9, "WIRI": 1, "MWBC": 3, "MWAS": 2, "MOTH": 3, "AIND": 4, "APKN": 9, "ABAN": 5, "AOTH": 3,
    "BAFR": 7, "BCRB": 2, "BOTH": 1, "CHNE": 1, "OOTH": 3, "NOBT": 1,
}  # fmt: skip
_SEN = {
    True: {"none": 78, "sen_support": 17, "ehc_plan": 5},
    False: {"none": 87, "sen_support": 10, "ehc_plan": 3},
}
_PRIOR = {True: {"low": 34, "middle": 46, "high": 20}, False: {"low": 18, "middle": 46, "high": 36}}
_EAL = {"WOTH", "AIND", "APKN", "ABAN", "AOTH", "BAFR", "CHNE", "OOTH"}

T = TypeVar("T")


def pick(random: Random, weights: Mapping[T, float]) -> T:
    """One key of `weights`, as likely as its weight."""
    return random.choices(tuple(weights), tuple(weights.values()))[0]


def upn(laestab: str, year: int, serial: int) -> str:
    """A valid permanent pupil number: check letter, authority and school, year of allocation, serial (0 to 999)."""
    if not 0 <= serial <= 999:
        raise ValueError(f"A school gives out pupil numbers 0 to 999 in a year, not {serial}.")
    body = f"{laestab}{year % 100:02d}{serial:03d}"
    return upn_check_letter(body) + body


def uln(number: int) -> str:
    """The `number`-th unique learner number, from 6000000001 on; the check digit is 10 - weighted sum modulo 11."""
    nine = 600_000_000 + number
    while not (remainder := _remainder(nine)):
        nine += 100_000_000  # a remainder of nought has no check digit: move out of the others' range
    return f"{nine}{10 - remainder}"


def _remainder(nine: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(str(nine), range(10, 1, -1), strict=True)) % 11


@dataclass(slots=True)
class Pupil:
    """One invented pupil; `mis_id` is the present school's own number and changes with the school."""

    upn: str
    uln: str
    mis_id: str
    surname: str
    forename: str
    date_of_birth: date
    sex: str
    ethnicity: str
    first_language: str
    sen_provision: str
    disadvantaged: str
    prior_attainment: str
    home_la: str
    enrolment_status: str = "C"
    entry_date: date | None = None


class Register:
    """Hands out pupils whose numbers are unique across the network."""

    def __init__(self, authorities: Sequence[str]) -> None:
        self._serials: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._learners = 0
        self._admissions: defaultdict[str, int] = defaultdict(lambda: 4000)
        self._authorities = tuple(authorities)
        self._named: set[tuple[str, str, date]] = set()

    def admission_number(self, school_id: str) -> str:
        """The school's next admission number, six digits with its leading noughts."""
        self._admissions[school_id] += 1
        return f"{self._admissions[school_id]:06d}"

    def enrol(self, random: Random, school_id: str, laestab: str, year_group: int, leaving_year: int) -> Pupil:
        """A new pupil of `year_group` in the school year that ends in `leaving_year`."""
        born = date(leaving_year - year_group - 6, 9, 1) + timedelta(days=random.randrange(365))
        allocated = born.year + (5 if born.month >= 9 else 4)
        self._serials[laestab, allocated] += 1
        self._learners += 1
        sex = random.choice(("female", "male"))
        surname, forename = self._name(random, sex, born)
        ethnicity = pick(random, _ETHNICITY)
        disadvantaged = random.random() < 0.35
        elsewhere = random.random() < 0.06
        return Pupil(
            upn=upn(laestab, allocated, self._serials[laestab, allocated]),
            uln=uln(self._learners) if year_group > 6 else "",
            mis_id=self.admission_number(school_id),
            surname=surname,
            forename=forename,
            date_of_birth=born,
            sex=sex,
            ethnicity=ethnicity,
            first_language="other" if ethnicity in _EAL and random.random() < 0.6 else "english",
            sen_provision=pick(random, _SEN[disadvantaged]),
            disadvantaged="yes" if disadvantaged else "no",
            prior_attainment=pick(random, _PRIOR[disadvantaged]),
            home_la=random.choice(self._authorities) if elsewhere else laestab[:3],
            enrolment_status="M" if random.random() < 0.01 else "C",
            entry_date=date(leaving_year - (year_group - 6), 9, 4) if year_group > 6 else date(allocated, 9, 4),
        )

    def _name(self, random: Random, sex: str, born: date) -> tuple[str, str]:
        """Surname and forename that nobody else born on that day has."""
        while True:
            named = (random.choice(NAMES["surname"]), random.choice(NAMES[sex]))
            if (*named, born) not in self._named:
                self._named.add((*named, born))
                return named
