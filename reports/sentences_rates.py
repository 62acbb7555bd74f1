"""Sentences about rates: how high, beside whom, how sure; who stays, who leaves, how plans changed. A number that is
hidden or missing is never written about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.statistics_chance import IN_WORDS, Chance
from reports.gaps import Gap
from reports.numbers import Count, listed, points_between, points_cell, signed
from reports.sentences import the_first
from reports.trace import counted_lines, mark


def rate_title(year_group: int, count: Count | None, words: str) -> str:
    """`94% of Year 11 were in education, employment or training`"""
    if not count or not count.is_published:
        return f"Year {year_group} {words}"
    return f"{count.told} of Year {year_group} were {words}"


def schools_by_chance(said: Mapping[Chance, Sequence[str]]) -> str:
    """Which schools differ from the network beyond chance, which are worth another look; `said` names them."""
    compared = sum(len(names) for names in said.values())
    if not compared:
        return ""
    clear, watched = (said.get(chance, ()) for chance in (Chance.HARDLY_CHANCE, Chance.WORTH_WATCHING))
    parts = [f"{the_first(clear)}: unlikely to be chance."] if clear else []
    parts += (
        [f"{the_first(watched)}: outside the 95% limits, which could still be chance; look again next year."]
        if watched
        else []
    )
    others = compared - len(clear) - len(watched)
    many = counted_lines(others, "schools of which chance may tell")
    whom = f"{'the other ' if parts else ''}{many} school{'s' * (others != 1)}"
    rest = f"Of {whom} every difference from the network could be chance."
    return " ".join([*parts, rest] if others else parts)


def beside_the_network(own: Count, network: Count, chance: Chance) -> str:
    """`2.1 points below the network (94%): this could be chance.`"""
    points = points_between(own, network)
    if points is None or chance == Chance.TOO_FEW:
        return "Too few pupils to set beside the network."
    return f"{difference(own, network)} the network ({network.told}): {IN_WORDS[chance]}."


def difference(one: Count, other: Count) -> str:
    """`2.1 points below`, `the same as`: the first beside the second, with the id of the difference."""
    points = points_between(one, other) or 0
    if not points:
        return "The same as"
    cell = points_cell(one, other)
    size = mark(signed(abs(points)).lstrip("+"), f"abs({cell})" if cell else "")
    return f"{size} points {'above' if points > 0 else 'below'}"


def funnel_title(year_group: int, words: str, schools: int, outside: int) -> str:
    """How many of the schools lie outside what chance can do."""
    whom = f"of {counted_lines(schools, 'schools compared')} schools with Year {year_group}"
    if not outside:
        return f"None {whom} differs from the network by more than chance can do: {words}"
    many = counted_lines(outside, "schools outside the limits")
    return f"{many} {whom} differ{'s' * (outside == 1)} from the network by more than chance: {words}"


def chance_words(chance: Chance | None) -> str:
    """What may be said of a difference; empty where nothing was compared."""
    return IN_WORDS[chance] if chance else ""


def gap_finding(year_group: int, words: str, gap: Gap) -> str:
    """`Disadvantaged pupils of Year 11 were 9.2 points less likely to be in …: 88% against 97%`"""
    points = points_between(gap.count, gap.other) or 0
    against = f"{gap.count.told} against {gap.other.told}"
    if not points:
        return f"Disadvantaged pupils of Year {year_group} were as likely as others to be {words}: {against}"
    size = mark(signed(abs(points)).lstrip("+"), f"abs({gap.cell})" if gap.cell else "")
    likely = f"{size} points {'more' if points > 0 else 'less'} likely"
    return f"Disadvantaged pupils of Year {year_group} were {likely} to be {words}: {against}"


def divided_gap(total: str, within: str, between: str, schools: int) -> str:
    """How a gap lies within schools and between them."""
    many = counted_lines(schools, "schools that may show both groups")
    return (
        f"Over the {many} schools that may show both groups, disadvantaged pupils differ from others by "
        f"{total} points: {within} within schools, {between} between them, as the groups are at different schools."
    )


def higher_education_title(entered: Count, russell_group: Count) -> str:
    """`62% of Year 13 entered higher education, 31% a Russell Group university`"""
    if not entered.is_published:
        return "From application to entry"
    rest = f", {russell_group.told} a Russell Group university" if russell_group.is_published else ""
    return f"{entered.told} of Year 13 entered higher education{rest}"


def retention_title(found: Sequence[tuple[int, Count]]) -> str:
    """How many stay at their own school, of the schools that have a sixth form; empty where that can't be told."""
    parts = [f"{count.told} of Year {year_group}" for year_group, count in found if count.is_published]
    return f"At schools with a sixth form {listed(parts)} stay at their own school." if parts else ""


def left_sentence(year_group: int, counts: Sequence[Count]) -> str:
    """Who left, and of how many a destination is recorded (and is overdue)."""
    left, recorded, *others = counts
    if not left.is_published:
        return f"How many left Year {year_group} during the year is not shown: small counts are part of it."
    if not left.pupils:
        return f"{mark('Nobody', left.cell)} left Year {year_group} during the year."
    whom = f"{left.number} of {left.cohort_number} pupils of Year {year_group} left during the year ({left.told})"
    known = f"; the destination of {recorded.number} of them is recorded" if recorded.is_published else ""
    overdue = others[0] if others else None
    late = f", {overdue.number} are overdue" if overdue and overdue.is_published and overdue.pupils else ""
    return f"{whom}{known}{late}."


def churn_sentence(year_group: int, own: Mapping[str, Count]) -> str:
    """`83% of Year 11 went where they had planned; 4% a step down, 1% a step up.`"""
    planned, up, down = (own[name] for name in ("as_planned", "moved_up", "moved_down"))
    if not planned.is_published:
        return f"How many of Year {year_group} went where they had planned is not shown: small counts are part of it."
    parts = [f"{count.told} a step {word}" for count, word in ((down, "down"), (up, "up")) if count.is_published]
    rest = f"; {', '.join(parts)}" if parts else ""
    whom = f"the {planned.cohort_number} pupils of Year {year_group} whose plan and destination are known"
    return f"Of {whom} {planned.told} went where they had planned{rest}."
