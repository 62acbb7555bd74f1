"""The top of a report: a card of key numbers for each year group."""

from __future__ import annotations

from dataclasses import dataclass

from reports.measures import coverage, eet
from reports.numbers import NOTHING, Count, listed
from reports.view import View


@dataclass(frozen=True, slots=True)
class KeyNumber:
    value: str
    words: str


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
    remark: str = ""


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
    numbers: dict[str, Count] = {"in education": parts.get("education", NOTHING)}
    if year_group != 6:
        numbers["in education, employment or training"] = eet(parts, cohort)
    numbers["destination known"] = found.known
    numbers |= {"confirmed by evidence": found.confirmed} if stage == "final" else {"undecided": found.undecided}
    figures = tuple(KeyNumber(count.percent, words) for words, count in numbers.items() if count.is_published)
    # A letter in the place of a key number tells nobody anything.
    hidden = listed(words for words, count in numbers.items() if not count.is_published)
    remark = f"Not shown, as small counts are part of it: {hidden}." if hidden else ""
    return Card(f"Year {year_group}", pupils, f"{stage} destinations", figures, remark=remark)
