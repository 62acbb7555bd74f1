"""The three lines of the governor sheet: is data recorded, interrogated, used? Each line is judged by rules from pieces
of evidence (domain/governor_evidence.csv), and each piece says what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from domain.package_data import table
from reports import trace
from reports.numbers import NOTHING, Count, listed
from reports.packs_cells import Cells, said

IN_PLACE, PARTLY, NOT_YET, UNTOLD = "in place", "partly", "not yet", "can't be told"
LINES = {
    "recorded": ("Recorded", "Does the school know where its leavers are, and can it show that?"),
    "interrogated": ("Interrogated", "Does somebody look at the data, doubt it and put it right?"),
    "used": ("Used", "Does it change what is done for pupils?"),
}
KEY = (
    (IN_PLACE, "every piece of evidence that can be told reaches what is asked for"),
    (PARTLY, "some do"),
    (NOT_YET, "none does"),
    (UNTOLD, "nothing can be counted yet, or it is hidden"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of domain/governor_evidence.csv. The limits are shares, or numbers where `source` is a count of records
    (no `of`); `better` says whether more or fewer is better.
    """

    line: str
    evidence: str
    source: str
    count: str
    of: str
    year_groups: tuple[int, ...]
    better: str
    in_place: Fraction
    partly: Fraction
    label: str

    @property
    def is_share(self) -> bool:
        return self.source == "measures" or bool(self.of)

    @property
    def asked(self) -> str:
        """`at least 95%`, `at most 2%`, `none`, `1 or more`"""
        if self.is_share:
            limit = f"{float(100 * self.in_place):g}%"
            everybody = self.in_place == 1 and self.better == "more"
            return "everybody" if everybody else f"at {'least' if self.better == 'more' else 'most'} {limit}"
        if self.better == "fewer":
            return "none" if self.in_place == 0 else f"at most {self.in_place}"
        return f"{self.in_place} or more"

    def state(self, counts: Sequence[Count]) -> str:
        """How the counts stand to the limits: in place if all reach the first, not yet if none reaches the second."""
        values = [self._value(count) for count in counts if count.is_published]
        told = [value for value in values if value is not None]
        if not told:
            return UNTOLD
        if all(self._reaches(value, self.in_place) for value in told):
            return IN_PLACE
        return PARTLY if any(self._reaches(value, self.partly) for value in told) else NOT_YET

    def missed_by(self, count: Count) -> Fraction | None:
        """The limit that the count doesn't reach, so that rounding mustn't put it there; None where it does."""
        value = self._value(count)
        return self.in_place if value is not None and not self._reaches(value, self.in_place) else None

    def _value(self, count: Count) -> Fraction | None:
        if not self.is_share:
            return Fraction(count.pupils or 0)
        return Fraction(count.pupils or 0, count.cohort) if count.cohort else None

    def _reaches(self, value: Fraction, limit: Fraction) -> bool:
        return value >= limit if self.better == "more" else value <= limit


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: what it is about, what the data says (traced text), what is asked for, how it stands."""

    label: str
    text: str
    asked: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """One of the three lines with its evidence."""

    title: str
    question: str
    state: str
    evidence: tuple[Evidence, ...]


@cache
def rules(floor: float) -> tuple[Rule, ...]:
    """The rules, in their order; `floor` is the share of known destinations that the network asks for."""
    return tuple(_rule(row, floor) for row in table("governor_evidence").iter_rows(named=True))


def _rule(row: Mapping[str, Any], floor: float) -> Rule:
    limits = {name: Fraction(str(floor) if row[name] == "floor" else row[name]) for name in ("in_place", "partly")}
    return Rule(
        line=row["line"],
        evidence=row["evidence"],
        source=row["source"],
        count=row["count"],
        of=row["of"] or "",
        year_groups=tuple(int(year) for year in (row["year_groups"] or "").split("|") if year),
        better=row["better"],
        in_place=limits["in_place"],
        partly=limits["partly"],
        label=row["label"],
    )


def lines(cells: Cells, school_id: str) -> list[Line]:
    """The three lines of one school."""
    found: dict[str, list[Evidence]] = {key: [] for key in LINES}
    for rule in rules(cells.context.coverage_floor):
        piece = _measured(rule, cells, school_id) if rule.source == "measures" else _recorded(rule, cells, school_id)
        if piece:
            found[rule.line].append(piece)
    return [
        Line(title, question, line_state(piece.state for piece in found[key]), tuple(found[key]))
        for key, (title, question) in LINES.items()
    ]


def line_state(states: Iterable[str]) -> str:
    """In place if every piece that can be told is, not yet if none is nor is partly, else partly."""
    told = [state for state in states if state != UNTOLD]
    if not told:
        return UNTOLD
    if all(state == IN_PLACE for state in told):
        return IN_PLACE
    return NOT_YET if all(state == NOT_YET for state in told) else PARTLY


def _measured(rule: Rule, cells: Cells, school_id: str) -> Evidence | None:
    """A measure in each year group that the school has; None where it has none of them, or nobody it could be about."""
    counts = {year: cells.school(school_id, year, rule.count) for year in rule.year_groups}
    # A cohort of nobody (nobody is unknown, nobody left) is no evidence either way.
    here = {year: count for year, count in counts.items() if count is not NOTHING and count.cohort != 0}
    if not here:
        return None
    told = [f"Year {year}: {said(count, rule.missed_by(count))}" for year, count in here.items() if count.is_published]
    hidden = [f"Year {year}" for year, count in here.items() if count.status == "suppressed"]
    text = "; ".join(told + ([f"hidden (c) for {listed(hidden)}"] if hidden else []))
    text = text or "Nothing was sent that tells this."
    return Evidence(rule.label, text, rule.asked, rule.state(list(here.values())))


def _recorded(rule: Rule, cells: Cells, school_id: str) -> Evidence | None:
    """A count of records, added up over the school's year groups and stages; None where there is none."""
    count = _summed(cells, school_id, rule.count)
    if count is None:
        return None
    if not rule.of:
        return Evidence(rule.label, count.number, rule.asked, rule.state([count]))
    of = _summed(cells, school_id, rule.of)
    if of is None or not of.pupils:
        return None
    share = Count(count.pupils, of.pupils, cell=count.cell, of=of.cell)
    return Evidence(rule.label, said(share, rule.missed_by(share)), rule.asked, rule.state([share]))


def _summed(cells: Cells, school_id: str, column: str) -> Count | None:
    rows = cells.frames.rows("quality", ("cycle", "school_id"), cells.context.cycle, school_id)
    told = [row for row in rows if row[column] is not None]
    if not told:
        return None
    ids = [cells.frames.cell("quality", row, column) for row in told]
    return Count(sum(row[column] for row in told), None, cell=trace.added(ids))
