"""The governor sheet's questions: what to ask this year, and last year's questions with what the data says now. Which
are asked is decided by rules (domain/governor_questions.csv) from released cells; last year's are found again from last
year's cells by the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from domain.package_data import table
from domain.statistics import FEWEST_FOR_RATES, SMALL_GROUP, TwoGroups
from domain.statistics_chance import IN_WORDS, Chance, Shown, chances, gap_chances
from reports import trace
from reports.numbers import Count, points_between, points_cell, signed
from reports.packs_cells import Cells, Part, said, share_told
from reports.share_ranges import between, is_told

MOST = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of domain/governor_questions.csv: when the measure of a part of the cohort is worth a question."""

    question: str
    theme: str
    measure: str
    year_groups: tuple[int, ...]
    part: Part
    reference: str
    asks_when: str
    than: Fraction | None
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one year group, with the cells that made it one."""

    rule: Rule
    year_group: int
    count: Count
    beside: Count

    @property
    def text(self) -> str:
        """The question as traced text."""
        than = self.rule.than
        return self.rule.text.format(
            year=self.year_group,
            share=share_told(self.count, than),
            pupils=self.count.number,
            cohort=self.count.cohort_number,
            network=self.beside.told,
            reference=self.beside.told,
            than=f"{float(100 * than):g}%" if than is not None else "",
            chance=_in_words(self.count, self.beside) if self.rule.asks_when == "gap" else "",
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """Last year's question and what the data says now (traced texts)."""

    question: str
    now: str


@cache
def rules(floor: float) -> tuple[Rule, ...]:
    """The rules by position; `floor` is the share of known destinations that the network asks for."""
    rows = sorted(table("governor_questions").iter_rows(named=True), key=lambda row: int(row["position"]))
    return tuple(_rule(row, floor) for row in rows)


def _rule(row: Mapping[str, Any], floor: float) -> Rule:
    than = str(floor) if row["than"] == "floor" else row["than"]
    return Rule(
        question=row["question"],
        theme=row["theme"],
        measure=row["measure"],
        year_groups=tuple(int(year) for year in row["year_groups"].split("|")),
        part=(row["breakdown_topic"], row["breakdown"]),
        reference=row["reference"] or "",
        asks_when=row["asks_when"],
        than=Fraction(than) if than else None,
        text=row["text"],
    )


def questions(cells: Cells, school_id: str, cycle: str = "", most: int = MOST) -> list[Asked]:
    """The first questions that the rules find for the school in the cycle, at most one of a theme."""
    found: list[Asked] = []
    for rule in rules(cells.context.coverage_floor):
        if len(found) == most:
            break
        if rule.theme in {asked.rule.theme for asked in found}:
            continue
        found += _worst(_about(rule, cells, school_id, cycle))[:1]
    return found


def answers(cells: Cells, school_id: str) -> list[Answer]:
    """Last year's questions, each with this year's cell beside last year's."""
    last_year = cells.context.cycles[-2]
    return [Answer(asked.text, _now(asked, cells, school_id)) for asked in questions(cells, school_id, last_year)]


def _about(rule: Rule, cells: Cells, school_id: str, cycle: str) -> list[Asked]:
    """The year groups that the rule asks about."""
    found = []
    for year_group in rule.year_groups:
        count = cells.school(school_id, year_group, rule.measure, rule.part, cycle)
        if rule.reference:
            beside = cells.school(school_id, year_group, rule.measure, (rule.part[0], rule.reference), cycle)
        else:
            beside = cells.network(year_group, rule.measure, rule.part, cycle)
        if count.is_published and count.cohort and _asks(rule, count, beside):
            found.append(Asked(rule, year_group, count, beside))
    return found


def _asks(rule: Rule, count: Count, beside: Count) -> bool:
    share = Fraction(count.pupils or 0, count.cohort or 1)
    if rule.asks_when == "below":
        return rule.than is not None and share < rule.than
    if rule.asks_when == "above":
        return rule.than is not None and share > rule.than
    if rule.asks_when == "below_network":
        return _is_below(count, beside)
    if rule.asks_when == "gap":
        return _is_gap(rule, count, beside)
    return bool(count.pupils) and beside.is_published


def _is_below(count: Count, beside: Count) -> bool:
    """Whether the share is below the network's, and that is unlikely to be chance."""
    if beside.share is None or count.share is None or count.share >= beside.share:
        return False
    return chances([Shown(count.pupils or 0, count.cohort or 0, beside.share)]) == [Chance.HARDLY_CHANCE]


def _is_gap(rule: Rule, count: Count, beside: Count) -> bool:
    points = points_between(beside, count)
    groups_are_large = min(count.cohort or 0, beside.cohort or 0) >= SMALL_GROUP
    return points is not None and groups_are_large and points >= 1000 * (rule.than or 0)


def _worst(found: list[Asked]) -> list[Asked]:
    """Where the rule looks for much of something, the largest share first, else the smallest; the older year group
    where they are equal.
    """
    sign = -1 if found and found[0].rule.asks_when == "above" else 1
    return sorted(found, key=lambda asked: (sign * (asked.count.share or 0), -asked.year_group))


def _now(asked: Asked, cells: Cells, school_id: str) -> str:
    """`96% (152 of 159) now, 89% (140 of 158) last year: 7.0 percentage points more.`"""
    before, now = asked.count, cells.school(school_id, asked.year_group, asked.rule.measure, asked.rule.part)
    if is_told(now):
        return f"Last year {said(before)}. This year's number is hidden, as few pupils are part of it: {between(now)}."
    if now.status == "suppressed":
        return f"Last year {said(before)}. This year's number is hidden (c), as few pupils are part of it."
    if now.is_published and now.cohort == 0:
        return f"Last year {said(before)}. This year there is nobody whom it could be about."
    if not now.is_published:
        return f"Last year {said(before)}. This year it can't be told yet."
    limit = asked.rule.than if _asks(asked.rule, now, asked.beside) else None
    both = f"{said(now, limit)} now, {said(before, asked.rule.than)} last year"
    if min(now.cohort or 0, before.cohort or 0) < FEWEST_FOR_RATES:
        return f"{both}: too few pupils to read a change from."
    return f"{both}: {_change(now, before)}{_chance(asked, now, cells)}."


def _change(now: Count, before: Count) -> str:
    points = points_between(now, before) or 0
    if points == 0:
        return "the same share"
    size = trace.mark(signed(abs(points))[1:], points_cell(now, before) if points > 0 else points_cell(before, now))
    return f"{size} percentage points {'more' if points > 0 else 'less'}"


def _chance(asked: Asked, now: Count, cells: Cells) -> str:
    """What became of pupils varies by chance from year to year; what the school recorded doesn't."""
    if not cells.is_outcome(asked.rule.measure) or now.share == asked.count.share:
        return ""
    return f" ({_in_words(now, asked.count)})"


def _in_words(one: Count, other: Count) -> str:
    groups = TwoGroups(one.pupils or 0, one.cohort or 0, other.pupils or 0, other.cohort or 0)
    return IN_WORDS[gap_chances([groups])[0]]
