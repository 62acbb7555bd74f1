"""Years 7 to 10 of the secondaries in the last two cycles, so that a school's rolls show all its pupils. Knows no file.

Year 7 is who came up from the network's primaries and others; Year 10 of the year before is the last cycle's Year 11.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.demo.generations import Finals, Generations, Years
from pipelines.demo.people import Pupil
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS, DemoSchool

WHOLE_SCHOOL = CYCLES[-2:]  # the cycles whose rolls name every year group
_SIZES = (44, 64)
_MOVES_AWAY = 0.015


@dataclass(frozen=True, slots=True)
class Told:
    """A cycle as it was told: who was on roll, and where they went."""

    on_roll: Years
    finals: Finals


def younger(network: Generations, told: Mapping[str, Told]) -> dict[str, Years]:
    """The pupils of Years 7 to 10 by cycle, school and year group."""
    before, last = WHOLE_SCHOOL
    years: dict[str, Years] = {before: {}, last: {}}
    for school in DEMO_SCHOOLS:
        if 11 not in school.year_groups:
            continue
        first = {year_group: _new(network, school, year_group, before) for year_group in (8, 9)}
        first[7] = _year_7(network, school, before, told[CYCLES[-3]])
        second = {year_group + 1: _move_up(network, pupils) for year_group, pupils in first.items()}
        second[7] = _year_7(network, school, last, told[before])
        first[10] = list(told[last].on_roll[school.school_id][11])
        years[before][school.school_id] = dict(sorted(first.items()))
        years[last][school.school_id] = dict(sorted(second.items()))
    return years


def leavers(told: Told) -> dict[str, date]:
    """Who left during the year, by UPN, and when."""
    return {
        pupil.upn: claim.leaving_date
        for school_id, years in told.on_roll.items()
        for year_group, pupils in years.items()
        for pupil, claim in zip(pupils, told.finals[school_id][year_group], strict=True)
        if claim.leaving_date
    }


def _new(network: Generations, school: DemoSchool, year_group: int, cycle: str) -> list[Pupil]:
    return [network.enrol(school, year_group, int(cycle[:4]) + 1) for _ in range(network.random.randint(*_SIZES))]


def _year_7(network: Generations, school: DemoSchool, cycle: str, before: Told) -> list[Pupil]:
    """Everybody of last year's Year 6 who went to this school, and others from outside the network."""
    came = list(network.came_up(school, 6, before.on_roll, before.finals, cycle))
    others = network.random.randint(*_SIZES) - len(came)
    return [*came, *network.newcomers(school, 7, cycle, others)]


def _move_up(network: Generations, pupils: list[Pupil]) -> list[Pupil]:
    return [pupil for pupil in pupils if network.random.random() >= _MOVES_AWAY]
