"""The top of a report: a card of key numbers for each year group."""

from __future__ import annotations

from dataclasses import dataclass

from reports.measures import coverage, eet
from reports.numbers import NOTHING, Count
from reports.view import View


@dataclass(frozen=True, slots=True)
class KeyNumber:
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A year group in four numbers; `stage` says at which stage, `sentence` stands where nothing is known."""

    heading: str
    pupils: str
    stage: str
    figures: tuple[KeyNumber, ...]
    sentence: str = ""


def key_cards(view: View) -> list[Card]:
    """A card for each year group of the report."""
    return [_card(view, year_group) for year_group in view.year_groups]


def _card(view: View, year_group: int) -> Card:
    stage = view.stages[year_group]
    found = coverage(view.frames, view.subject, view.context.cycle, year_group, stage or "intended")
    found = found or coverage(view.frames, view.subject, view.context.cycle, year_group, "final")
    pupils = f"{found.cohort:,} pupils" if found else ""
    if stage is None or found is None:
        return Card(f"Year {year_group}", pupils, "", (), view.why_empty(year_group, "intended"))
    cohort, parts = view.participation(view.subject, year_group, stage)
    numbers = [
        KeyNumber(parts.get("education", NOTHING).percent, "in education"),
        KeyNumber(eet(parts, cohort).percent, "in education, employment or training"),
        KeyNumber(found.known.percent, "known"),
    ]
    last: Count = found.confirmed if stage == "final" else found.undecided
    numbers.append(KeyNumber(last.percent, "confirmed" if stage == "final" else "undecided"))
    return Card(
        f"Year {year_group}",
        pupils,
        f"{stage} destinations",
        tuple(number for number in numbers if year_group != 6 or "training" not in number.words),
    )
