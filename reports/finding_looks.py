"""What each rule of `finding_rules.py` looks at: a function that writes its finding from the numbers, or says nothing.

A number that is hidden is never written about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.statistics import TwoGroups
from domain.statistics_chance import IN_WORDS, Chance, gap_chances
from reports import sentences_rates
from reports.finding_rules import Rule
from reports.gaps import gaps
from reports.headline import HEADLINES, Headline, headline_rates
from reports.measures import coverage
from reports.numbers import Count, total
from reports.rates import intervals_of, measured, span_of
from reports.trace import formula, mark
from reports.view import Finding, View


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its rule's question; of one `topic` (what is told of which year group) only one is kept."""

    finding: Finding
    question: str
    weight: float
    topic: str


def _tell(rule: Rule, year_group: int, text: str, more: str = "", anchor: str = "", bonus: float = 0) -> Found:
    question = rule.question.format(year=year_group)
    topic = f"{'gap in ' if rule.look == 'gap' else ''}{rule.measure} {year_group}"
    return Found(Finding(text, more, anchor), question, rule.weight + bonus, topic)


def _count(view: View, measure: str, year_group: int, cycle: str = "") -> Count:
    return measured(view.frames, view.subject, cycle or view.context.cycle, year_group, measure)


def _coverage(view: View, rule: Rule, _: int) -> Found | None:
    years = [year for year in view.year_groups if view.stages[year] == "final"]
    counts = {year: coverage(view.frames, view.subject, view.context.cycle, year, "final") for year in years}
    told = [(year, known.known) for year, known in counts.items() if known and known.known.is_published]
    if not told:
        return None
    whole = total((count for _, count in told), sum(count.cohort or 0 for _, count in told))
    lowest, least = min(told, key=lambda entry: entry[1].share or 0)
    text = f"{whole.told} of the {whole.cohort_number} pupils have a known destination"
    is_low = (least.share or 0) < view.context.coverage_floor
    floor = f", below the {view.context.coverage_floor:.0%} that the network asks for" if is_low else ""
    more = f"Least in Year {lowest}: {least.told} of {least.cohort_number}{floor}."
    return _tell(rule, lowest, text, more, "coverage", 0 if is_low or view.is_network else -40)


def _beyond_chance(view: View, rule: Rule, year_group: int) -> Found | None:
    rates = headline_rates(view, _headline(rule, year_group))
    compared = [entry for entry in rates if entry.chance]
    clear = [entry for entry in compared if entry.chance == Chance.HARDLY_CHANCE]
    if not compared or not clear:
        return None
    named = "; ".join(f"{entry.subject.label} {entry.count.told}" for entry in clear[:3])
    network = _count(view, rule.measure, year_group)
    words = _headline(rule, year_group).words
    cells = (entry.count.cell for entry in compared)
    of = mark(str(len(compared)), formula("count_of", *cells))
    many = mark(str(len(clear)), formula("count_of", *(entry.count.cell for entry in clear)))
    differ = "differs" if len(clear) == 1 else "differ"
    text = f"{many} of {of} schools {differ} from the network in Year {year_group} by more than chance: {named}"
    return _tell(
        rule, year_group, text, f"Share {words}; network {network.told}. Of the others chance may tell.", "funnel"
    )


def _beside_network(view: View, rule: Rule, year_group: int) -> Found | None:
    headline = _headline(rule, year_group)
    rates = headline_rates(view, headline)
    own = next((entry for entry in rates if entry.subject == view.subject), None)
    network = next((entry.count for entry in rates if entry.subject.schools is None), None)
    if not own or not network or own.chance not in (Chance.HARDLY_CHANCE, Chance.WORTH_WATCHING):
        return None
    text = f"{own.count.told} of Year {year_group} were {headline.words}"
    more = sentences_rates.beside_the_network(own.count, network, own.chance)
    bonus = 15 if own.chance == Chance.HARDLY_CHANCE else 0
    return _tell(rule, year_group, text, f"{more} 95% interval {own.span}.", "rates", bonus)


def _headline(rule: Rule, year_group: int) -> Headline:
    return next(entry for entry in HEADLINES if (entry.year_group, entry.measure) == (year_group, rule.measure))


def _gap(view: View, rule: Rule, year_group: int) -> Found | None:
    gap = next(
        (
            gap
            for gap in gaps(view, view.subject)
            if (gap.year_group, gap.measure, gap.topic) == (year_group, rule.measure, "disadvantage")
        ),
        None,
    )
    if not gap or gap.difference is None or not gap.chance or gap.chance == Chance.TOO_FEW:
        return None
    text = sentences_rates.gap_finding(year_group, _headline(rule, year_group).words, gap)
    said = IN_WORDS[gap.chance]
    bonus = 10 * abs(gap.difference) + (5 if gap.chance == Chance.HARDLY_CHANCE else -25)
    return _tell(
        rule, year_group, text, f"{said[:1].upper()}{said[1:]}. 95% interval {gap.span} points.", "equity", bonus
    )


def _level(view: View, rule: Rule, year_group: int) -> Found | None:
    count = _count(view, rule.measure, year_group)
    unknown = _count(view, "unknown", year_group)
    if not count.is_published or not count.cohort:
        return None
    interval = intervals_of([count])[0]
    text = f"{count.told} of Year {year_group} were {_headline(rule, year_group).words}"
    beside = _beside(view, rule, year_group)
    more = f"{beside}95% interval {span_of(count, interval)}."
    if unknown.is_published and unknown.pupils and unknown.cohort == count.cohort:
        best = mark(_percent(count, unknown), formula("best", count.rate_cell, unknown.cell))
        more += f" {unknown.number} not known: if all of them were too, {best}."
    return _tell(rule, year_group, text, more, "rates", 1 - (count.share or 0))


def _beside(view: View, rule: Rule, year_group: int) -> str:
    """How a school's rate stands beside the network's, and that this could be chance; empty for the network's own."""
    rates = [] if view.is_network else headline_rates(view, _headline(rule, year_group))
    own = next((entry for entry in rates if entry.subject == view.subject), None)
    network = next((entry.count for entry in rates if entry.subject.schools is None), None)
    return (
        f"{sentences_rates.beside_the_network(own.count, network, own.chance)} "
        if own and own.chance and network
        else ""
    )


def _percent(count: Count, unknown: Count) -> str:
    return Count((count.pupils or 0) + (unknown.pupils or 0), count.cohort).percent


def _change(view: View, rule: Rule, year_group: int) -> Found | None:
    now, before, chance = view.once("changes", lambda: _changes(view, rule))[year_group]
    if chance not in (Chance.HARDLY_CHANCE, Chance.WORTH_WATCHING):
        return None
    words = _headline(rule, year_group).words
    moved = sentences_rates.difference(now, before)
    text = f"{now.told} of Year {year_group} were {words}, {moved} the year before ({before.told})"
    said = IN_WORDS[chance]
    bonus = 8 if chance == Chance.HARDLY_CHANCE else 0
    return _tell(rule, year_group, text, f"{said[:1].upper()}{said[1:]}.", "pooled", bonus)


def _changes(view: View, rule: Rule) -> dict[int, tuple[Count, Count, Chance | None]]:
    """This year's count and last year's of each year group, and what may be said of them, all judged together."""
    cycles = (view.context.cycle, view.context.cycle_before)
    pairs = {year: tuple(_count(view, rule.measure, year, cycle) for cycle in cycles) for year in rule.year_groups}
    shown = [year for year, pair in pairs.items() if all(count.is_published and count.cohort for count in pair)]
    groups = [
        TwoGroups(now.pupils or 0, now.cohort or 0, before.pupils or 0, before.cohort or 0)
        for now, before in (pairs[year] for year in shown)
    ]
    said = dict(zip(shown, gap_chances(groups) if groups else (), strict=True))
    return {year: (now, before, said.get(year)) for year, (now, before) in pairs.items()}


def _higher_education(view: View, rule: Rule, year_group: int) -> Found | None:
    applied, entered, russell = (
        _count(view, name, year_group) for name in ("he_applied", "he_entered", "russell_group_entered")
    )
    if not entered.is_published or not entered.cohort:
        return None
    text = sentences_rates.higher_education_title(entered, russell)
    more = f"{applied.told} had applied." if applied.is_published and applied.cohort == entered.cohort else ""
    return _tell(rule, year_group, text, more, "higher-education")


def _overdue(view: View, rule: Rule, year_group: int) -> Found | None:
    left, overdue = (_count(view, name, year_group) for name in ("left_in_year", "left_overdue"))
    if not (left.is_published and overdue.is_published and overdue.pupils):
        return None
    whom = f"{overdue.number} of {left.number} pupils who left Year {year_group} during the year"
    text = f"The destination of {whom} is overdue"
    return _tell(rule, year_group, text, "", "in-year", overdue.share or 0)


def _churn(view: View, rule: Rule, year_group: int) -> Found | None:
    planned, down = (_count(view, name, year_group) for name in ("as_planned", "moved_down"))
    if not (planned.is_published and down.is_published and down.pupils):
        return None
    text = f"{down.told} of Year {year_group} ended a step below their plan, {planned.told} where they had planned"
    return _tell(
        rule,
        year_group,
        text,
        f"Of {down.cohort_number} whose plan and destination are known.",
        "flow",
        down.share or 0,
    )


def _retention(view: View, rule: Rule, year_group: int) -> Found | None:
    count = _count(view, rule.measure, year_group)
    if not count.is_published or not count.pupils:
        return None
    return _tell(rule, year_group, f"{count.told} of Year {year_group} stayed at their own school", "", "retention")


def _preference(view: View, rule: Rule, year_group: int) -> Found | None:
    count = _count(view, rule.measure, year_group)
    if not count.is_published:
        return None
    text = f"{count.told} of Year {year_group} went on to a school of the network"
    return _tell(rule, year_group, text, f"{count.number} of {count.cohort_number} pupils.", "transfer")


def _confirmed(view: View, rule: Rule, year_group: int) -> Found | None:
    count = _count(view, rule.measure, year_group)
    if not count.is_published or not count.cohort:
        return None
    text = f"{count.told} of Year {year_group} are confirmed by evidence from the new term"
    return _tell(
        rule, year_group, text, f"{count.number} of {count.cohort_number} pupils.", "coverage", 1 - (count.share or 0)
    )


def _careers(view: View, rule: Rule, year_group: int) -> Found | None:
    count = _count(view, rule.measure, year_group)
    if not count.is_published or not count.pupils:
        return None
    text = f"{count.told} of Year {year_group} had their interview with a careers adviser"
    return _tell(
        rule, year_group, text, f"{count.number} of {count.cohort_number} pupils.", "careers", 1 - (count.share or 0)
    )


LOOKS: dict[str, Callable[[View, Rule, int], Found | None]] = {
    "coverage": _coverage,
    "beyond_chance": _beyond_chance,
    "beside_network": _beside_network,
    "gap": _gap,
    "level": _level,
    "change": _change,
    "higher_education": _higher_education,
    "overdue": _overdue,
    "churn": _churn,
    "retention": _retention,
    "preference": _preference,
    "confirmed": _confirmed,
    "careers": _careers,
}
