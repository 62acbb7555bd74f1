"""What others tell of the last cycle's pupils: a college who enrolled with it, a local authority what young people do,
a sixth form who came on results day. Knows no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from pipelines.demo.autumn import NOT_KNOWN, Autumn, Found, said_of
from pipelines.demo.dirt import UNREAD
from pipelines.demo.generations import Years
from pipelines.demo.journeys import Claim
from pipelines.demo.people import Pupil
from pipelines.demo.register import UKPRNS
from pipelines.demo.schools import DemoSchool

# A college, or an authority, and which schools' pupils it tells of
COLLEGE, FEW_KNOWN = ("Tameside Road College", "330"), ("Gunwharf Technical College", "851")
AUTHORITY = ("851", "Solentside College")
ENROLLING = ("skelmere-high", "stanmere-school")
_RESULTS, _STARTED = date(2026, 8, 20), date(2026, 9, 7)
_VERIFIED, _OCTOBER = date(2026, 10, 6), date(2026, 10, 9)
_MAY_TURN_UP = ("FE_COLLEGE", "SEEKING", "TRAINING")  # who may be at another college than was said
# What a local authority calls the commonest activities (NCCIS)
_ACTIVITIES = {
    "SIXTH_FORM": "210", "SIXTH_FORM_COLLEGE": "220", "FE_COLLEGE": "230", "HIGHER_EDUCATION": "240",
    "APPRENTICESHIP": "310", "EMPLOYMENT": "330", "SEEKING": "619",
}  # fmt: skip
_ENROLLED_AS_SAID = 0.9  # of those of whom the school says so, whom the college's list has by then
_LOST_BUT_FOUND = 8  # pupils whom the school has lost, on each list
_FOLLOWED_UP = 0.5  # of an authority's young people, whom its list has


@dataclass(frozen=True, slots=True)
class Told:
    """A row of such a list: what it says of a pupil, and how that stands to what the school said (a state of
    core.feedback: agrees, new, conflict, not_in_cohort or unmatched)."""

    pupil: Pupil
    state: str
    recorded_on: date | None = None
    destination_type: str = ""
    destination_provider: str = ""
    destination_provider_id: str = ""
    start_date: date | None = None
    verified_on: date | None = None


class Feedback:
    """Draws from the pupils of the autumn; nobody is told of twice, nor anybody of `spoilt` (UPNs). Strangers share no
    name with anybody of `on_roll`."""

    def __init__(self, random: Random, autumn: Autumn, spoilt: set[str], on_roll: Years) -> None:
        self.random, self.autumn = random, autumn
        self._taken = set(spoilt)
        self._names = {_name(each) for years in on_roll.values() for pupils in years.values() for each in pupils}

    def _near(self, la: str) -> list[Found]:
        """Year 11 of an authority's schools, but for those who are told of already."""
        return [
            each
            for each in self.autumn.found
            if each.school.la == la and each.year_group == 11 and each.pupil.upn not in self._taken
        ]

    def _told(self, each: Found, provider: str, **says: Any) -> Told:
        """A row about a pupil who is with a provider, held against what the school said."""
        self._taken.add(each.pupil.upn)
        said = _said(each)
        agrees = said.destination_provider == provider
        state = "new" if said.destination_type in NOT_KNOWN else "agrees" if agrees else "conflict"
        return Told(each.pupil, state, destination_provider=provider, **says)

    def _strangers(self, number: int, near: DemoSchool) -> list[Pupil]:
        found: list[Pupil] = []
        while len(found) < number:
            pupil = self.autumn.network.enrol(near, 11, 2026)
            found += [pupil] if _name(pupil) not in self._names else []
        return found

    def college(self, college: str, la: str, strangers: int, others: Sequence[Pupil] = ()) -> list[Told]:
        """Who enrolled at a college; `others` are pupils of years of which no destination is asked."""
        near = self._near(la)
        expected = [each for each in near if each.final.destination_provider == college]
        elsewhere = [
            each for each in near if each.final.destination_type in _MAY_TURN_UP and not each.final.verified_by
        ]
        elsewhere = [each for each in elsewhere if each not in expected][:3]
        found = [each for each in expected if self.random.random() < _ENROLLED_AS_SAID]
        found += elsewhere + _lost(near)
        says: dict[str, Any] = {
            "destination_provider_id": UKPRNS[college],
            "start_date": _STARTED,
            "recorded_on": _OCTOBER,
        }
        rows = [self._told(each, college, **says) for each in found]
        strange = self._strangers(strangers, near[0].school)
        rows += [Told(pupil, "not_in_cohort", destination_provider=college, **says) for pupil in others]
        return rows + [Told(pupil, "unmatched", destination_provider=college, **says) for pupil in strange]

    def few_known(self, college: str, la: str, known: int, strangers: int) -> list[Told]:
        """A college's list that hardly names a pupil of the network, so that no row of it counts."""
        rows = self.college(college, la, strangers)
        return [replace(row, state="") for row in [*rows[:known], *rows[-strangers:]]]

    def authority(self, la: str, college: str) -> list[Told]:
        """What a local authority has found out about its young people; `college` is where it met the unknown ones."""
        near = self._near(la)
        followed = [each for each in near if each.final.destination_type in _ACTIVITIES]
        followed = [each for each in followed if self.random.random() < _FOLLOWED_UP]
        gone = [each for each in followed if each.final.destination_type == "FE_COLLEGE" and not each.final.verified_by]
        rows = []
        for each in followed:
            is_gone, said = each in gone[:3], each.final
            code = _ACTIVITIES["SEEKING" if is_gone else said.destination_type]
            provider = "" if is_gone else said.destination_provider
            rows.append(self._told(each, provider, destination_type=code, **_followed_up(provider)))
        at_college = {"destination_type": _ACTIVITIES["FE_COLLEGE"], **_followed_up(college)}
        rows += [self._told(each, college, **at_college) for each in _lost(near)]
        strange = self._strangers(4, near[0].school)
        return rows + [Told(pupil, "unmatched", destination_provider=college, **at_college) for pupil in strange]

    def enrolled(self, school: DemoSchool) -> list[Told]:
        """Who came to enrol in a sixth form on GCSE results day, also from other schools, of the network and not."""
        came = [each for each in self.autumn.found if each.year_group == 11 and (school, 12) in each.places]
        known = {each.pupil.upn for each in self.autumn.found}
        joiners = [pupil for pupil in self.autumn.on_roll[school.school_id][12] if pupil.upn not in known]
        rows = [
            self._told(each, school.name, recorded_on=_RESULTS) for each in came if each.pupil.upn not in self._taken
        ]
        return rows + [Told(pupil, "unmatched", recorded_on=_RESULTS) for pupil in joiners]


def _said(each: Found) -> Claim:
    """What the school last said that names something, final before intended."""
    said = said_of(each, UNREAD)
    if said.destination_type in NOT_KNOWN and (each.school.school_id, each.year_group, "intended") not in UNREAD:
        return each.plans.current
    return said


def _lost(near: Sequence[Found]) -> list[Found]:
    """Some of whom nobody knows where they went, nor has a roll shown it; first who had told no plan either."""
    lost = [each for each in near if each.final.destination_type in NOT_KNOWN and not each.places]
    return sorted(lost, key=lambda each: _said(each).destination_type not in NOT_KNOWN)[:_LOST_BUT_FOUND]


def _name(pupil: Pupil) -> tuple[str, str]:
    return pupil.surname, pupil.forename


def _followed_up(provider: str) -> dict[str, Any]:
    return {"recorded_on": _OCTOBER, "start_date": _STARTED if provider else None, "verified_on": _VERIFIED}
