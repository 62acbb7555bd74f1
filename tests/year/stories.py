"""What a leaver means to do, says and really does: the world behind the files. Rates are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipelines.demo.people import pick
from tests.year.schools import School


@dataclass(frozen=True, slots=True)
class Plan:
    """A destination: its type, and the network school or the outside provider where it is."""

    type: str
    school: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Of a leaver of the school and year group. `kind` is what becomes of the plan. `said` are the plans at the stock-take, in May and before results (None:
    nobody knows), `decided` the one on results day, `goes` where the pupil really is in the autumn; `found` the network
    rolls (school, year group, entry) that truly name the pupil then. `left` is when an in-year leaver went."""

    school_id: str
    year_group: int
    kind: str
    said: tuple[Plan | None, Plan | None, Plan | None]
    decided: Plan | None
    goes: Plan
    found: tuple[tuple[str, int, date], ...]
    left: date | None = None

    @property
    def in_network(self) -> bool:
        return bool(self.found)


UNDECIDED, UNKNOWN, REFUSED = Plan("UNDECIDED"), Plan("UNKNOWN"), Plan("REFUSED")
KINDS = {"as_planned": 72, "no_show": 6, "surprise": 16, "unsaid": 6, "contradiction": 4}
# Where leavers go, by year group; "own" and "network" are schools of this network.
_GOES: Mapping[int, Mapping[str, int]] = {
    6: {"network": 72, "SECONDARY": 14, "SELECTIVE": 5, "INDEPENDENT": 4, "SPECIAL": 2, "HOME_EDUCATED": 2, "LEFT_ENGLAND": 1},
    11: {"own": 40, "network": 12, "SIXTH_FORM": 6, "SIXTH_FORM_COLLEGE": 12, "FE_COLLEGE": 17, "APPRENTICESHIP": 4, "EMPLOYMENT_WITH_STUDY": 1, "TRAINING": 2, "INDEPENDENT": 1, "SEEKING": 3, "LEFT_ENGLAND": 1, "PART_TIME_EDUCATION": 1},
    12: {"own": 74, "repeat": 4, "network": 4, "FE_COLLEGE": 6, "APPRENTICESHIP": 4, "EMPLOYMENT": 3, "SEEKING": 3, "TRAINING": 1, "RE_ENGAGEMENT": 1},
    13: {"repeat": 5, "HIGHER_EDUCATION": 48, "APPRENTICESHIP": 12, "EMPLOYMENT": 8, "EMPLOYMENT_WITH_TRAINING": 4, "GAP_YEAR_DEFERRED": 6, "GAP_YEAR": 4, "FE_COLLEGE": 5, "TEMPORARY_EMPLOYMENT": 2, "VOLUNTEERING": 2, "SEEKING": 4, "ARMED_FORCES": 1},
}  # fmt: skip
_LEAVERS_GO = {"FE_COLLEGE": 5, "APPRENTICESHIP": 3, "EMPLOYMENT": 4, "SEEKING": 4, "RE_ENGAGEMENT": 2, "NOT_AVAILABLE": 1, "UNKNOWN": 3, "TRAINING": 2}  # fmt: skip
_PROVIDERS = {
    "SECONDARY": ("Zennorvale High School", "Quillfold Comprehensive"),
    "SELECTIVE": ("Zennorvale Grammar School",),
    "SPECIAL": ("Wexhollow Special School",),
    "INDEPENDENT": ("Quorrin Hall School", "Brackmont Priory"),
    "SIXTH_FORM": ("Zennorvale High School Sixth Form",),
    "SIXTH_FORM_COLLEGE": ("Tamblewick Sixth Form College",),
    "FE_COLLEGE": ("Orreldale College", "Wexhollow Technical College"),
    "PART_TIME_EDUCATION": ("Orreldale College",),
    "HIGHER_EDUCATION": ("University of Zennorvale", "Tamblewick Metropolitan University", "Quorrin University"),
    "GAP_YEAR_DEFERRED": ("University of Zennorvale",),
    "APPRENTICESHIP": ("Orrel & Sons Joinery", "Zennor Engineering"),
    "EMPLOYMENT": ("Wexhollow Stores",),
    "EMPLOYMENT_WITH_STUDY": ("Wexhollow Stores",),
    "TRAINING": ("Tamblewick Training",),
}


class Teller:
    """Tells stories from one stream of chance."""

    def __init__(self, random: Random, schools: Sequence[School]) -> None:
        self.random, self.schools = random, schools

    def tell(self, school: School, year_group: int, left: date | None, can_be_followed: bool) -> Story:
        """One leaver's story; whoever can't be followed to another school goes to none of the network."""
        if left is not None:
            return self._of_leaver(school, year_group, left)
        kind = pick(self.random, KINDS)
        goes, found = self._goes(school, year_group, can_be_followed)
        if kind == "surprise" and not (found and found[0][0] != school.school_id):
            kind = "as_planned"
        if kind == "contradiction" and not (found and found[0][0] == school.school_id):
            kind = "as_planned"
        if kind == "as_planned" and can_be_followed and len(found) == 1 and self.random.random() < 0.02:
            found = (*found, *self._another(found[0]))
        meant = goes
        if kind == "no_show":
            meant, _ = self._network_place(school, year_group)
            goes, found = self._outside(year_group), ()
        elif kind in ("surprise", "contradiction"):
            meant = self._outside(year_group)
        said = self._said(kind, year_group, school, meant)
        return Story(school.school_id, year_group, kind, said, self._decided(kind, meant), goes, found)

    def _goes(self, school: School, year_group: int, can_be_followed: bool) -> tuple[Plan, tuple[tuple[str, int, date], ...]]:  # fmt: skip
        way = pick(self.random, _GOES[year_group])
        if way == "own" and not (school.has_sixth_form or (school.kind == "special" and year_group == 11)):
            way = "network" if year_group == 11 and self.random.random() < 0.4 else "FE_COLLEGE"
        if way == "repeat":
            again = year_group if year_group == 12 or self.random.random() < 0.5 else 14
            return Plan("REPEAT_YEAR", school.school_id), ((school.school_id, again, date(2026, 9, 2)),)
        if way == "own":
            return self._at(school, year_group, late=False)
        if way == "network" and can_be_followed and self._others(school, year_group):
            return self._at(self.random.choice(self._others(school, year_group)), year_group)
        return (self._outside(year_group) if way == "network" else self._plan(way)), ()

    def _others(self, school: School, year_group: int) -> list[School]:
        return [s for s in self.schools if year_group + 1 in s.autumn and s.school_id != school.school_id]

    def _at(self, school: School, year_group: int, late: bool = True) -> tuple[Plan, tuple[tuple[str, int, date], ...]]:
        type_ = "SPECIAL" if school.kind == "special" else "SECONDARY" if year_group == 6 else "SIXTH_FORM"
        entry = date(2026, 9, 2) + timedelta(self.random.choice((0, 0, 0, 5, 19)) if late else 0)
        return Plan(type_, school.school_id), ((school.school_id, year_group + 1, entry),)

    def _network_place(self, school: School, year_group: int) -> tuple[Plan, tuple[tuple[str, int, date], ...]]:
        if year_group == 13:
            return self._outside(13), ()
        own = school.has_sixth_form and year_group in (11, 12)
        there = school if own and self.random.random() < 0.7 else self.random.choice(self._others(school, year_group))
        return self._at(there, year_group)

    def _another(self, found: tuple[str, int, date]) -> tuple[tuple[str, int, date], ...]:
        """A second school of the network that has the pupil on its roll too."""
        there = [s for s in self.schools if found[1] in s.autumn and s.school_id != found[0]]
        return ((self.random.choice(there).school_id, found[1], date(2026, 9, 9)),) if there else ()

    def _outside(self, year_group: int) -> Plan:
        ways = {way: w for way, w in _GOES[year_group].items() if way.isupper()}
        return self._plan(pick(self.random, ways))

    def _plan(self, type_: str) -> Plan:
        return Plan(type_, provider=self.random.choice(_PROVIDERS.get(type_, ("",))))

    def _said(
        self, kind: str, year_group: int, school: School, meant: Plan
    ) -> tuple[Plan | None, Plan | None, Plan | None]:
        """Plans change on the way to what is meant in the end; some never say, some never know."""
        if kind == "unsaid":
            says = self.random.choice((None, None, UNDECIDED, UNKNOWN, REFUSED))
            return says, says if self.random.random() < 0.5 else None, None
        early, middle = (self._guess(year_group, school, meant, share) for share in (0.3, 0.15))
        return early, middle, meant if self.random.random() < 0.92 else None

    def _guess(self, year_group: int, school: School, meant: Plan, share: float) -> Plan | None:
        chance = self.random.random()
        if chance < share:
            return self.random.choice((None, UNDECIDED, self._outside(year_group)))
        if chance < share * 1.3:
            return self._network_place(school, year_group)[0]
        return meant

    def _decided(self, kind: str, meant: Plan) -> Plan | None:
        return None if kind == "unsaid" or self.random.random() < 0.25 else meant

    def _of_leaver(self, school: School, year_group: int, left: date) -> Story:
        before, _ = self._network_place(school, year_group) if year_group > 6 else (self._outside(6), ())
        goes = self._plan(pick(self.random, _LEAVERS_GO)) if year_group > 6 else self._outside(6)
        said = before if left > date(2026, 3, 10) else None
        return Story(school.school_id, year_group, "left", (said, None, None), None, goes, (), left)
