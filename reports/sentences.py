"""Findings written from numbers by rule: the titles above charts. A number that is hidden or missing is never written
about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.rounding import percent_text
from reports.measures import UNSETTLED, Coverage, Flow, Line
from reports.numbers import Count, listed, points_between, points_cell, signed, thousands, total
from reports.trace import added, counted_lines, mark

# Below this many pupils one pupil moves a share by more than five points: no sentence is made of it.
SMALL_GROUP = 20
# In tenths of a percentage point.
ABOUT_EQUAL = 5
# From this share on, what isn't known can make a trend by itself.
CAUTION = 0.03
_VERBS = {"final": "were in education", "intended": "intend to be in education"}


def destinations_title(
    year_group: int, stage: str, cohort: int | None, found: Mapping[str, Count], network: Count | None = None
) -> str:
    """`86% of Year 11 were in education; 4% not known`"""
    education = found.get("education")
    if not education or not education.is_published:
        return f"Where Year {year_group} {'went' if stage == 'final' else 'intend to go'}"
    beside = f" (network {network.told})" if network and network.is_published else ""
    unsettled = total((found[code] for code in UNSETTLED if code in found), cohort)
    name = "not known" if stage == "final" else "undecided or not known"
    rest = f"; {unsettled.told} {name}" if unsettled.is_published else ""
    return f"{education.told} of Year {year_group} {_VERBS[stage]}{beside}{rest}"


def coverage_title(found: Sequence[tuple[int, Coverage | None, Coverage | None]]) -> str:
    """`The final destination is known for 96% of Year 11`, of several year groups (each with its intended and final
    coverage) in a row.

    Speaks of final destinations as soon as any is known; with one year group also says how many are confirmed.
    """
    finals = [(year_group, final) for year_group, _, final in found if final and not final.is_empty]
    intended = [(year_group, first) for year_group, first, _ in found if first and not first.is_empty]
    told, stage = (finals, "final") if finals else (intended, "intended")
    if not told:
        return "No destination is known yet"
    shown = [(year_group, part) for year_group, part in told if part.known.is_published]
    if not shown:
        return "How many destinations are known is hidden: small counts are part of it"
    shares = listed(f"{part.known.told} of Year {year_group}" for year_group, part in shown)
    title = f"The {stage} destination is known for {shares}"
    confirmed = told[0][1].confirmed
    return (
        f"{title}; {confirmed.told} confirmed"
        if len(told) == 1 and stage == "final" and confirmed.is_published
        else title
    )


def below_floor(schools: Sequence[tuple[str, Coverage]], floor: float) -> str:
    """Which schools know less than the floor, least first; empty where none."""
    low = [(name, found) for name, found in schools if found.known.share is not None and found.known.share < floor]
    if not low:
        return ""
    low.sort(key=lambda entry: ((entry[1].known.pupils or 0) / entry[1].cohort, entry[0]))
    named = the_first(
        f"{name} ({_tenth(found.known) if found.known.pupils else mark('none', found.known.share_cell)})"
        for name, found in low
    )
    many = counted_lines(len(low), "schools below the floor")
    of = counted_lines(len(schools), "schools with the year group")
    return f"{many} school{'s' * (len(low) != 1)} of {of} below {floor:.0%} known: {named}."


def _tenth(count: Count) -> str:
    return mark(percent_text(count.pupils, count.cohort, 1), count.share_cell)


def silent_schools(stage: str, schools: Sequence[tuple[str, int]], cells: Sequence[str] = ()) -> str:
    """Whose pupils (name, cohort) all stand as not known, because nothing of the stage can be counted; empty where
    none. `cells` are the ids of the cohorts.
    """
    if not schools:
        return ""
    named = the_first(name for name, _ in schools)
    pupils = sum(cohort for _, cohort in schools)
    told = f"{mark(thousands(pupils), added(cells))} pupil{'s' * (pupils != 1)}"
    return f"No {stage} destinations can be counted yet from {named}: {told} there stand as not known."


def the_first(names: Iterable[str], most: int = 6) -> str:
    """The first names of a list and how many more there are."""
    found = list(names)
    more = f" and {counted_lines(len(found) - most, 'names left out')} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def flow_title(year_group: int, flows: Sequence[Flow], cohort: int | None) -> str:
    """What share of the cohort ended where it had intended; `at least`, where some counts are hidden."""
    same = [flow.count for flow in flows if flow.intended == flow.final and flow.intended not in UNSETTLED]
    kept = total((count for count in same if count.is_published), cohort)
    if not cohort or not kept.pupils:
        return f"Where Year {year_group} intended to go, and where they went"
    least = "" if all(count.is_published for count in same) else "At least "
    return f"{least}{kept.told} of Year {year_group} went to the kind of destination they had intended"


def gap_title(year_group: int, stage: str, disadvantaged: Count | None, others: Count | None) -> str:
    """`Disadvantaged pupils of Year 11 were 6.2 percentage points less likely to be in education (80% against 86%)`"""
    points = points_between(disadvantaged, others) if disadvantaged and others else None
    if points is None or not disadvantaged or not others:
        return f"Disadvantaged and other pupils of Year {year_group}"
    verb = "were" if stage == "final" else "are"
    doing = "to be in education" if stage == "final" else "to intend education"
    against = f"({disadvantaged.told} against {others.told})"
    if abs(points) < ABOUT_EQUAL:
        return f"Disadvantaged pupils of Year {year_group} {verb} about as likely {doing} as others {against}"
    cell = points_cell(disadvantaged, others)
    size = f"{mark(signed(abs(points))[1:], f'abs({cell})' if cell else '')} percentage points"
    more = "more" if points > 0 else "less"
    return f"Disadvantaged pupils of Year {year_group} {verb} {size} {more} likely {doing} {against}"


def small_groups(year_group: int, disadvantaged: int, others: int, told: tuple[str, str] = ("", "")) -> str:
    """What stands in the place of a gap that is read from a handful of pupils; empty where both groups are large
    enough. `told` are the two numbers as traced text.
    """
    smallest = min(disadvantaged, others)
    if smallest >= SMALL_GROUP:
        return ""
    one, other = (text or thousands(number) for text, number in zip(told, (disadvantaged, others), strict=True))
    small = one if disadvantaged <= others else other
    whom = f"Year {year_group} has {one} disadvantaged and {other} other pupils"
    return f"{whom}. A group of {small} is too small to read a gap from, so none is shown."


def trend_title(year_group: int, stage: str, education: Sequence[tuple[str, Count]]) -> str:
    """`Year 11 in education: 84% in 2023-24, 85% in 2024-25, 86% in 2025-26`"""
    told = [(cycle, count) for cycle, count in education if count.is_published]
    if len(told) < 2:
        return f"Year {year_group} over the years"
    doing = "in education" if stage == "final" else "intending education"
    if len({count.percent for _, count in told}) == 1:
        return f"Year {year_group} {doing}: {told[0][1].told} in each of the {len(told)} years"
    return f"Year {year_group} {doing}: {', '.join(f'{count.told} in {cycle}' for cycle, count in told)}"


def trend_caution(unsettled: Sequence[tuple[str, Count]]) -> str:
    """How much isn't known in each year, where that alone could make a trend; empty where it is much the same."""
    told = [(cycle, count) for cycle, count in unsettled if count.share is not None]
    shares = [count.share or 0 for _, count in told]
    if len(told) < 2 or max(shares) - min(shares) < CAUTION:
        return ""
    named = ", ".join(f"{count.told} in {cycle}" for cycle, count in told)
    return f"Not known: {named}. In a year in which more isn't known, every other share is smaller."


def denominator(year_group: int, stage: str, cohort: str, cycle: str) -> str:
    """Of whom the shares of a chart are; `cohort` as (traced) text."""
    whom = f"all {cohort} pupils in the Year {year_group} cohort of {cycle}"
    return f"Share of {whom}, those not known included; {stage} destinations."


def hidden_parts(lines: Iterable[Line]) -> str:
    """Why a bar ends early, where one does; begins with a space."""
    hidden = any(count.status == "suppressed" for line in lines for count in line.counts.values())
    return " Where a bar stops short, small counts are hidden (c)." if hidden else ""


def too_hidden(year_group: int) -> str:
    """What stands in the place of a chart of which most would be missing."""
    return f"Most counts of Year {year_group} are hidden: small ones, and those that would give them away."


def hidden_flows(hidden: int, drawn: Count) -> str:
    """How many flows aren't drawn, and how many pupils are; empty where none is hidden, else it begins with a space."""
    if not hidden:
        return ""
    flows = "1 small flow is hidden" if hidden == 1 else f"{thousands(hidden)} small flows are hidden"
    return f" {flows}; the others, of {drawn.number} pupil{'s' * (drawn.pupils != 1)}, are drawn."


def conservation_sentence(rows: int | Count, counted: int | Count, fates: Sequence[tuple[int | Count, str]]) -> str:
    """`Of 182 rows, 179 count; 3 are held.`: the parts add up to the rows, and parts of nought aren't named. A count
    that has an id keeps it.
    """
    parts = [f"{_traced(number)} {words}" for number, words in fates if _bare(number)]
    return (
        f"Of {_traced(rows)} row{'s' * (_bare(rows) != 1)}, {_traced(counted)} count{'s' * (_bare(counted) == 1)}"
        + "".join(f"; {part}" for part in parts)
        + "."
    )


def _bare(number: int | Count) -> int:
    return number.pupils or 0 if isinstance(number, Count) else number


def _traced(number: int | Count) -> str:
    return number.number if isinstance(number, Count) else thousands(number)
