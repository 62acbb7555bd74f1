"""The folders that a school finds made in its inbox: which cycles are open on a day, and what is collected in one.

Names only; making them is `warehouse/home.py`'s business, reading them `intake/collection.py`'s.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from domain.calendar import CYCLES, Calendar, Phase, cycle_of
from domain.package_data import table


def open_cycles(calendar: Calendar, day: date) -> tuple[str, ...]:
    """The cycle whose academic year the day lies in and, until its leaders' pack is due, the one before."""
    now = cycle_of(day)
    if now not in CYCLES:
        return ()
    place = CYCLES.index(now)
    return tuple(
        cycle for cycle in CYCLES[max(place - 1, 0) : place + 1] if calendar.phase(day, cycle) != Phase.PUBLISHED
    )


@cache
def collected(phase: str, has_sixth_form: bool) -> dict[int, tuple[str, ...]]:
    """Which stages of which year groups a school sends. Where a Year 12 pupil finally was comes from the Year 13 roll
    of the autumn: no school types it."""
    return {
        int(year_group): tuple(stages.split("|"))
        for of_phase, needs_sixth_form, year_group, stages in table("expected_year_groups").iter_rows()
        if of_phase == phase and (needs_sixth_form == "no" or has_sixth_form)
    }


@cache
def kinds_collected(phase: str, has_sixth_form: bool) -> tuple[str, ...]:
    """What a school sends besides destinations, as names of folders: roll, applications, enrolments … What is asked of
    older pupils only is not asked of a primary school."""
    oldest = max(collected(phase, has_sixth_form), default=0)
    return tuple(
        kind
        for kind, from_year_group in table("collection_kinds").select("kind", "from_year_group").iter_rows()
        if oldest >= int(from_year_group or 0)
    )


def collection_folders(phase: str, has_sixth_form: bool) -> tuple[str, ...]:
    """What a school sends about a cycle, as names of folders: roll, Y11-intended, Y11-final, applications …"""
    years = collected(phase, has_sixth_form)
    destinations = (f"Y{year}-{stage}" for year, stages in years.items() for stage in stages)
    roll, *others = kinds_collected(phase, has_sixth_form)
    return (roll, *destinations, *others)
