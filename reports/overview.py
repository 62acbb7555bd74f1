"""The top of a report: a card of key numbers for each year group."""

from __future__ import annotations

from dataclasses import dataclass

from reports.measures import coverage, eet
from reports.numbers import NOTHING, Count, listed, thousands
from reports.rates import bounds_of, intervals_of, measured, span_of
from reports.share_ranges import WHY, between, is_told
from reports.trace import mark
from reports.view import View

# Year group -> the measure that heads its chapter.
HEADLINES = {11: "eet", 12: "eet", 13: "eet"}
HEADLINE_WORDS = {"eet": "In education, employment or training"}


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number and what it is of; `is_range` where it is hidden and its ends are told instead."""

    value: str
    words: str
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A year group in up to four numbers; `stage` says at which stage, `remark` which of them are hidden. `sentence`
    stands where nothing is known.
    """

    heading: str
    pupils: str
    stage: str
    figures: tuple[KeyNumber, ...]
    sentence: str = ""
    remarks: tuple[str, ...] = ()


def key_cards(view: View) -> list[Card]:
    """A card for each year group of the report."""
    return [_card(view, year_group) for year_group in view.year_groups]


def _card(view: View, year_group: int) -> Card:
    stage = view.stages[year_group]
    found = coverage(view.frames, view.subject, view.context.cycle, year_group, stage or "intended")
    found = found or coverage(view.frames, view.subject, view.context.cycle, year_group, "final")
    pupils = f"{mark(thousands(found.cohort), found.cohort_cell)} pupils" if found else ""
    if stage is None or found is None:
        return Card(f"Year {year_group}", pupils, "", (), view.why_empty(year_group, "intended"))
    numbers = {"in education": _share(view, year_group, stage, "education")}
    if year_group != 6:
        numbers["in education, employment or training"] = _share(view, year_group, stage, "eet")
    numbers["destination known"] = found.known
    numbers |= {"confirmed by evidence": found.confirmed} if stage == "final" else {"undecided": found.undecided}
    figures = tuple(
        _key_number(count, words) for words, count in numbers.items() if count.is_published or is_told(count)
    )
    # A letter in the place of a key number tells nobody anything.
    hidden = listed(words for words, count in numbers.items() if not (count.is_published or is_told(count)))
    remark = f"Not shown, as small counts are part of it: {hidden}." if hidden else ""
    ranges = WHY if any(figure.is_range for figure in figures) else ""
    remarks = (*_how_sure(view, year_group, stage), ranges, remark)
    return Card(f"Year {year_group}", pupils, f"{stage} destinations", figures, remarks=tuple(filter(None, remarks)))


def _key_number(count: Count, words: str) -> KeyNumber:
    return KeyNumber(between(count), words, is_range=True) if is_told(count) else KeyNumber(count.told, words)


def _share(view: View, year_group: int, stage: str, measure: str) -> Count:
    """The measure where it can be told, else the sum of its participations, else the measure's range."""
    count = (
        measured(view.frames, view.subject, view.context.cycle, year_group, measure) if stage == "final" else NOTHING
    )
    if count.is_published:
        return count
    cohort, parts = view.participation(view.subject, year_group, stage)
    summed = eet(parts, cohort) if measure == "eet" else parts.get(measure, NOTHING)
    return count if is_told(count) and not summed.is_published else summed


def _how_sure(view: View, year_group: int, stage: str) -> list[str]:
    """The headline rate's interval, and what the pupils of whom nothing is known could make of it."""
    measure = HEADLINES.get(year_group)
    if stage != "final" or not measure:
        return []
    count = measured(view.frames, view.subject, view.context.cycle, year_group, measure)
    unknown = measured(view.frames, view.subject, view.context.cycle, year_group, "unknown")
    span, bounds = span_of(count, intervals_of([count])[0]), bounds_of(count, unknown)
    if not span:
        return []
    told = [f"{HEADLINE_WORDS[measure]}: 95% interval {span}."]
    if bounds and unknown.pupils:
        worst, best = bounds.split(" to ")
        told.append(f"With the {unknown.number} not known: {worst} if none of them are, {best} if all are.")
    return told
