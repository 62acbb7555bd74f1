"""Invented pupils whose names are unique, and the numbers that schools know them by. No school year, no destination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random

from domain.identifiers import upn_check_letter
from pipelines.demo.people import NAMES, pick, uln

_SYLLABLES = (("Bra", "Cor", "Dun", "El", "Fay", "Gar", "Hol", "Ing", "Ket", "Lor", "Mar", "Nor", "Ows", "Pel", "Ros", "Sed", "Tor", "Ull", "Win", "Yor"), ("am", "be", "cas", "den", "er", "for", "ga", "ham", "in", "ke", "lo", "mor"), ("by", "croft", "dale", "field", "ley", "ness", "sall", "ton", "wick", "worth"))  # fmt: skip
_SEX = {"female": 48, "male": 48, "other": 2, "": 2}
_ETHNICITY = {
    "WBRI": 45,
    "WOTH": 8,
    "MWBC": 5,
    "AIND": 6,
    "APKN": 9,
    "BAFR": 8,
    "BCRB": 3,
    "CHNE": 2,
    "OOTH": 4,
    "NOBT": 3,
    "REFU": 2,
    "": 5,
}
_LANGUAGE = {"english": 75, "other": 20, "not_known": 2, "": 3}
_SEN = {"none": 76, "sen_support": 14, "ehc_plan": 6, "": 4}
_DISADVANTAGED = {"yes": 28, "no": 62, "": 10}
_LOOKED_AFTER = {"yes": 3, "no": 60, "": 37}
_PRIOR = {"low": 22, "middle": 40, "high": 28, "": 10}
_HOME = {"Northshire": 70, "Southwold District": 15, "380": 8, "": 7}
# How a pupil can be known: by a UPN, by a temporary one that becomes permanent, by a ULN alone, by the school's number.
_KNOWN_BY = {"upn": 93, "temporary": 3, "uln": 2, "mis_id": 2}
BECOMES_PERMANENT = date(2026, 2, 2)


@dataclass(frozen=True, slots=True)
class Person:
    """One pupil; `known_by` is a key of the ways above. Blank texts are what no school knows."""

    key: int
    surname: str
    forename: str
    date_of_birth: date
    known_by: str
    permanent_upn: str
    temporary_upn: str
    uln: str
    sex: str
    ethnicity: str
    first_language: str
    sen_provision: str
    disadvantaged: str
    looked_after: str
    prior_attainment: str
    home_la: str

    def upn(self, day: date) -> str:
        """The UPN that a school's system holds on a day."""
        if self.known_by in ("uln", "mis_id"):
            return ""
        return self.temporary_upn if self.known_by == "temporary" and day < BECOMES_PERMANENT else self.permanent_upn

    def former_upn(self, day: date) -> str:
        return self.temporary_upn if self.known_by == "temporary" and day >= BECOMES_PERMANENT else ""

    @property
    def can_be_followed(self) -> bool:
        """Whether another school's roll would be known to be about the same pupil."""
        return self.known_by != "mis_id"


class Register:
    """Makes pupils, and hands out the schools' own numbers for them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.people: list[Person] = []
        self._admissions: dict[tuple[int, str], str] = {}
        self._surnames = ["".join(parts) for parts in product(*_SYLLABLES)]
        random.shuffle(self._surnames)

    def enrol(self, year_group: int, leaving_year: int) -> int:
        """A new pupil of a year group in the school year that ends in `leaving_year`; returns the pupil's key."""
        random, key = self.random, len(self.people)
        early = 366 if random.random() < 0.015 else 0  # some are taught with a younger year
        born = date(leaving_year - year_group - 6, 9, 1) + timedelta(random.randrange(365) - early)
        known_by = pick(random, _KNOWN_BY)
        if year_group == 6 and known_by == "uln":
            known_by = "mis_id"
        drawn = [
            pick(random, w) for w in (_SEX, _ETHNICITY, _LANGUAGE, _SEN, _DISADVANTAGED, _LOOKED_AFTER, _PRIOR, _HOME)
        ]
        has_number = year_group > 6 and (known_by == "uln" or (known_by != "mis_id" and random.random() < 0.8))
        person = Person(
            key, self._surnames[key], random.choice(NAMES[drawn[0]] or NAMES["female"]), born, known_by,
            _upn(f"999{key:08d}"), _upn(f"998{key:08d}A"), uln(key + 1) if has_number else "", *drawn,
        )  # fmt: skip
        self.people.append(person)
        return key

    def admission_number(self, person: int, school_id: str) -> str:
        """The school's own number for a pupil, always the same."""
        return self._admissions.setdefault((person, school_id), f"{5001 + len(self._admissions):06d}")


def _upn(body: str) -> str:
    """A valid UPN: eleven digits and a last character, a letter where it is temporary."""
    body = body.ljust(12, "0")
    return upn_check_letter(body) + body
