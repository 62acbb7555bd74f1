"""The year: cycles, every dated event by its rule, and the phase that a day lies in.

Pure functions of a date and a network's own dates; nothing here asks the clock.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import polars as pl

CYCLES: tuple[str, ...] = tuple(f"{year}-{(year + 1) % 100:02d}" for year in range(2015, 2050))
MONDAY, THURSDAY, FRIDAY = 0, 3, 4

_SPAN = re.compile(r"^(?:academic year|ay|year)?\s*(?:20)?(\d\d)\s*[-/\u2013_]\s*(?:20)?(\d\d)$", re.IGNORECASE)
_LEAVERS = re.compile(r"^(?:class|leavers|cohort)\s*(?:of|in|summer)?\s*(20\d\d)$|^(20\d\d)\s*leavers$", re.IGNORECASE)


def parse_cycle(text: str) -> str | None:
    """The cycle that a text names: 2025-26, 2025/2026, 25/26, Class of 2026, Leavers 2026 …; None if it doesn't."""
    cleaned = " ".join(text.split())
    span, leavers = _SPAN.match(cleaned), _LEAVERS.match(cleaned)
    if span:
        first, second = int(span[1]), int(span[2])
        found = f"20{first:02d}-{second:02d}" if second == (first + 1) % 100 else None
    elif leavers:
        year = int(leavers[1] or leavers[2])
        found = f"{year - 1}-{year % 100:02d}"
    else:
        return None
    return found if found in CYCLES else None


def cycle_of(day: date) -> str:
    """The cycle whose academic year (1 September to 31 August) the day lies in."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta((weekday - day.weekday()) % 7)


def _on_or_before(day: date, weekday: int) -> date:
    return day - timedelta((day.weekday() - weekday) % 7)


def _working(day: date) -> date:
    return day if day.weekday() < 5 else _on_or_after(day, MONDAY)


def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day (Monday to Friday; holidays aren't known) after a day. ValueError below one."""
    if count < 1:
        raise ValueError(f"A number of working days is 1 or more, not {count}.")
    weeks, days = divmod(min(day.weekday(), FRIDAY) + count, 5)  # a weekend counts on from its Friday
    return day - timedelta(day.weekday()) + timedelta(weeks=weeks, days=days)


def _gcse(year: int) -> date:
    return _on_or_after(date(year, 8, 20), THURSDAY)


# Event -> its name for people and its date, from the leaving summer's year and the events known so far, some of which a
# network has set itself.
_Known = Mapping[str, date]
_RULES: dict[str, tuple[str, Callable[[int, _Known], date]]] = {
    "year_starts": ("Academic year starts", lambda year, _: date(year - 1, 9, 1)),
    "october_census": ("October census", lambda year, _: _on_or_after(date(year - 1, 10, 1), THURSDAY)),
    "january_census": ("January census", lambda year, _: _on_or_after(date(year, 1, 15), THURSDAY)),
    "february_half_term": ("February half term", lambda year, _: _on_or_after(date(year, 2, 12), MONDAY)),
    "stock_take_opens": ("Stock-take opens", lambda _, known: known["february_half_term"] + timedelta(7)),
    "stock_take_closes": ("Stock-take closes", lambda year, _: _easter(year) - timedelta(1)),
    "provider_access_deadline": (
        "Last day for encounters with technical providers in Years 9, 11 and 13",
        lambda year, _: date(year, 2, 28),
    ),
    "offer_day": ("National offer day for secondary places", lambda year, _: _working(date(year, 3, 1))),
    "summer_census": ("Summer census", lambda year, _: _on_or_after(date(year, 5, 15), THURSDAY)),
    "end_of_may": ("End of May: the September Guarantee cohort is fixed", lambda year, _: date(year, 5, 31)),
    "leaving_date": ("School leaving date", lambda year, _: _on_or_before(date(year, 6, 30), FRIDAY)),
    "a_level_results": ("A-level results day", lambda _, known: known["gcse_results"] - timedelta(7)),
    "gcse_results": ("GCSE results day", lambda year, _: _gcse(year)),
    "term_starts": ("The new term starts", lambda year, _: _working(date(year, 9, 1))),
    "ks5_contact_ends": ("Six weeks after A-level results", lambda _, known: known["a_level_results"] + timedelta(42)),
    "september_guarantee": ("September Guarantee", lambda year, _: date(year, 9, 30)),
    "autumn_census": ("Autumn census", lambda year, _: _on_or_after(date(year, 10, 1), THURSDAY)),
    "ks4_contact_ends": ("Six weeks after GCSE results", lambda _, known: known["gcse_results"] + timedelta(42)),
    "activity_survey": ("Annual activity survey", lambda year, _: date(year, 11, 1)),
    "leaders_pack_due": ("Leaders' pack due", lambda year, _: _on_or_after(date(year, 12, 1), FRIDAY)),
    "autumn_term_ends": ("Autumn term ends", lambda year, _: _on_or_before(date(year, 12, 22), FRIDAY)),
    "still_there": (
        "Six months of the new term: are they still there?",
        lambda year, known: known["term_starts"].replace(year=year + 1, month=3),
    ),
}
EVENTS: tuple[str, ...] = tuple(_RULES)
# gcse_results comes first because A-level results are a week before them.
_ORDER = ("gcse_results", *(event for event in EVENTS if event != "gcse_results"))


# Where history went another way than the rule: in 2021 teachers' grades came out early.
KNOWN_DATES: Mapping[str, Mapping[str, date]] = {
    "2020-21": {"a_level_results": date(2021, 8, 10), "gcse_results": date(2021, 8, 12)},
}


class Phase(StrEnum):
    """What the network is doing about a cycle."""

    NOT_STARTED = "not_started"
    COLLECT_INTENDED = "collect_intended"
    STOCK_TAKE = "stock_take"
    OFFERS = "offers"
    RESULTS = "results"
    CONFIRM = "confirm"
    ANALYSE = "analyse"
    PUBLISHED = "published"


class Calendar:
    """The dated events of every cycle: by rule, but for what is known better and for the dates that a network has set.

    `overrides` are cycle -> event -> date. Raises ValueError, with what to write, for an unknown cycle or event or for
    something that is no date.
    """

    def __init__(self, overrides: Mapping[str, Mapping[str, date]] | None = None) -> None:
        self._own = {cycle: dict(events) for cycle, events in KNOWN_DATES.items()}
        for cycle, events in (overrides or {}).items():
            _check(cycle, events)
            self._own.setdefault(cycle, {}).update(events)

    def events(self, cycle: str) -> dict[str, date]:
        """Every event of the cycle, in the order of its dates. Raises KeyError for an unknown cycle."""
        if cycle not in CYCLES:
            raise KeyError(cycle)
        year = int(cycle[:4]) + 1
        own = self._own.get(cycle, {})
        known: dict[str, date] = {}
        for event in _ORDER:
            known[event] = own.get(event) or _RULES[event][1](year, known)
        return {event: known[event] for event in sorted(EVENTS, key=lambda event: known[event])}

    def event(self, cycle: str, event: str) -> date:
        """One event of the cycle."""
        return self.events(cycle)[event]

    def phases(self, cycle: str) -> dict[Phase, date]:
        """The day on which each phase of the cycle begins, in their order. Before the first it has not started."""
        events = self.events(cycle)
        return {
            Phase.COLLECT_INTENDED: events["year_starts"],
            Phase.STOCK_TAKE: events["stock_take_opens"],
            Phase.OFFERS: events["stock_take_closes"] + timedelta(1),
            Phase.RESULTS: events["a_level_results"] - timedelta(1),
            Phase.CONFIRM: events["gcse_results"] + timedelta(8),
            Phase.ANALYSE: events["ks4_contact_ends"] + timedelta(1),
            Phase.PUBLISHED: events["leaders_pack_due"],
        }

    def phase(self, day: date, cycle: str) -> Phase:
        """The phase of the cycle on a day."""
        begun = [phase for phase, begins in self.phases(cycle).items() if day >= begins]
        return begun[-1] if begun else Phase.NOT_STARTED


def _check(cycle: str, events: Mapping[str, date]) -> None:
    """Raise ValueError where a network's own dates can't be used."""
    if cycle not in CYCLES:
        meant = parse_cycle(cycle)
        hint = f'Did you mean "{meant}"?' if meant else f"Write it as 2025-26, from {CYCLES[0]} to {CYCLES[-1]}."
        raise ValueError(f'Unknown cycle "{cycle}" in the calendar. {hint}')
    if not isinstance(events, Mapping):
        raise ValueError(f"The calendar of {cycle} needs events with dates, such as february_half_term = 2026-02-16.")
    for event, day in events.items():
        if event not in _RULES:
            close = difflib.get_close_matches(event, EVENTS, n=1)
            hint = f'Did you mean "{close[0]}"?' if close else f"There are: {', '.join(EVENTS)}."
            raise ValueError(f'Unknown event "{event}" in the calendar of {cycle}. {hint}')
        if type(day) is not date:  # a datetime is a date too, but can't be compared with one
            raise ValueError(f"{event} in the calendar of {cycle} is no date. Write it without quotes, as 2026-02-16.")


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def calendar_frame(calendar: Calendar) -> pl.DataFrame:
    """Every event of every cycle: cycle, event, label, on_date."""
    rows = [(cycle, event, _RULES[event][0], day) for cycle in CYCLES for event, day in calendar.events(cycle).items()]
    schema = {"cycle": pl.String, "event": pl.String, "label": pl.String, "on_date": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


CHASED_AFTER = 10  # working days that a school has to say where a pupil went who left during the year


@cache
def chase_days_frame() -> pl.DataFrame:
    """For each day of all cycles the day by which a leaver's destination is chased: on_date, chase_on."""
    first, last = date(int(CYCLES[0][:4]), 9, 1), date(int(CYCLES[-1][:4]) + 2, 8, 31)
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    return pl.DataFrame({"on_date": days, "chase_on": [working_days_after(day, CHASED_AFTER) for day in days]})
