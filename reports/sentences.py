"""Findings written from numbers by rule: the titles above charts. A number that is hidden or missing is never written
about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.rounding import percent_text
from reports.measures import UNSETTLED, Coverage, Flow, Line
from reports.numbers import Count, listed, percent_of, plural, points_between, signed, thousands, total

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
    beside = f" (network {network.percent})" if network and network.is_published else ""
    unsettled = total((found[code] for code in UNSETTLED if code in found), cohort)
    name = "not known" if stage == "final" else "undecided or not known"
    rest = f"; {unsettled.percent} {name}" if unsettled.is_published else ""
    return f"{education.percent} of Year {year_group} {_VERBS[stage]}{beside}{rest}"


def coverage_title(found: Sequence[tuple[int, Coverage | None, Coverage | None]]) -> str:
    """`The final destination is known for 96% of Year 11`, of several year groups (each with its intended and final
    coverage) in a row.

    Speaks of final destinations as soon as any is known; with one year group also says how many are confirmed.
    """
    finals = [(year_group, final) for year_group, _, final in found if final and final.known.pupils]
    intended = [(year_group, first) for year_group, first, _ in found if first and first.known.pupils]
    told, stage = (finals, "final") if finals else (intended, "intended")
    if not told:
        return "No destination is known yet"
    shares = listed(f"{part.known.percent} of Year {year_group}" for year_group, part in told)
    title = f"The {stage} destination is known for {shares}"
    confirmed = told[0][1].confirmed
    return (
        f"{title}; {confirmed.percent} confirmed"
        if len(told) == 1 and stage == "final" and confirmed.is_published
        else title
    )


def below_floor(schools: Sequence[tuple[str, Coverage]], floor: float) -> str:
    """Which schools know less than the floor, least first; empty where none."""
    low = [
        (name, found) for name, found in schools if found.cohort and (found.known.pupils or 0) / found.cohort < floor
    ]
    if not low:
        return ""
    low.sort(key=lambda entry: ((entry[1].known.pupils or 0) / entry[1].cohort, entry[0]))
    named = _the_first(
        f"{name} ({percent_text(found.known.pupils, found.cohort, 1) if found.known.pupils else 'none'})"
        for name, found in low
    )
    return f"{plural(len(low), 'school')} of {len(schools)} below {floor:.0%} known: {named}."


def silent_schools(stage: str, schools: Sequence[tuple[str, int]]) -> str:
    """Whose pupils (name, cohort) all stand as not known, because nothing of the stage can be counted; empty where
    none.
    """
    if not schools:
        return ""
    named = _the_first(name for name, _ in schools)
    pupils = plural(sum(cohort for _, cohort in schools), "pupil")
    return f"No {stage} destinations can be counted yet from {named}: {pupils} there stand as not known."


def _the_first(names: Iterable[str], most: int = 6) -> str:
    found = list(names)
    return ", ".join(found[:most]) + (f" and {len(found) - most} more" if len(found) > most else "")


def flow_title(year_group: int, flows: Sequence[Flow], cohort: int | None) -> str:
    """What share of the cohort ended where it had intended; `at least`, where some counts are hidden."""
    same = [flow.count for flow in flows if flow.intended == flow.final and flow.intended not in UNSETTLED]
    pupils = sum(count.pupils or 0 for count in same)
    if not cohort or not pupils:
        return f"Where Year {year_group} intended to go, and where they went"
    least = "" if all(count.is_published for count in same) else "At least "
    return f"{least}{percent_of(pupils, cohort)} of Year {year_group} went to the kind of destination they had intended"


def gap_title(year_group: int, stage: str, disadvantaged: Count | None, others: Count | None) -> str:
    """`Disadvantaged pupils of Year 11 were 6.2 percentage points less likely to be in education (80% against 86%)`"""
    points = points_between(disadvantaged, others) if disadvantaged and others else None
    if points is None or not disadvantaged or not others:
        return f"Disadvantaged and other pupils of Year {year_group}"
    verb = "were" if stage == "final" else "are"
    doing = "to be in education" if stage == "final" else "to intend education"
    against = f"({disadvantaged.percent} against {others.percent})"
    if abs(points) < ABOUT_EQUAL:
        return f"Disadvantaged pupils of Year {year_group} {verb} about as likely {doing} as others {against}"
    size = f"{signed(abs(points))[1:]} percentage points"
    more = "more" if points > 0 else "less"
    return f"Disadvantaged pupils of Year {year_group} {verb} {size} {more} likely {doing} {against}"


def small_groups(year_group: int, disadvantaged: int, others: int) -> str:
    """What stands in the place of a gap that is read from a handful of pupils; empty where both groups are large
    enough.
    """
    smallest = min(disadvantaged, others)
    if smallest >= SMALL_GROUP:
        return ""
    whom = f"Year {year_group} has {thousands(disadvantaged)} disadvantaged and {thousands(others)} other pupils"
    return f"{whom}. A group of {smallest} is too small to read a gap from, so none is shown."


def trend_title(year_group: int, stage: str, education: Sequence[tuple[str, Count]]) -> str:
    """`Year 11 in education: 84% in 2023-24, 85% in 2024-25, 86% in 2025-26`"""
    told = [(cycle, count) for cycle, count in education if count.is_published]
    if len(told) < 2:
        return f"Year {year_group} over the years"
    doing = "in education" if stage == "final" else "intending education"
    if len({count.percent for _, count in told}) == 1:
        return f"Year {year_group} {doing}: {told[0][1].percent} in each of the {len(told)} years"
    return f"Year {year_group} {doing}: {', '.join(f'{count.percent} in {cycle}' for cycle, count in told)}"


def trend_caution(unsettled: Sequence[tuple[str, Count]]) -> str:
    """How much isn't known in each year, where that alone could make a trend; empty where it is much the same."""
    told = [(cycle, count) for cycle, count in unsettled if count.share is not None]
    shares = [count.share or 0 for _, count in told]
    if len(told) < 2 or max(shares) - min(shares) < CAUTION:
        return ""
    named = ", ".join(f"{count.percent} in {cycle}" for cycle, count in told)
    return f"Not known: {named}. In a year in which more isn't known, every other share is smaller."


def denominator(year_group: int, stage: str, cohort: int | None, cycle: str) -> str:
    """Of whom the shares of a chart are."""
    whom = f"all {thousands(cohort)} pupils in the Year {year_group} cohort of {cycle}"
    return f"Share of {whom}, those not known included; {stage} destinations."


def hidden_parts(lines: Iterable[Line]) -> str:
    """Why a bar ends early, where one does; begins with a space."""
    hidden = any(count.status == "suppressed" for line in lines for count in line.counts.values())
    return " Where a bar stops short, small counts are hidden (c)." if hidden else ""


def hidden_flows(hidden: int, drawn: int) -> str:
    """How many flows aren't drawn, and how many pupils are; empty where none is hidden, else it begins with a space."""
    if not hidden:
        return ""
    flows = "1 small flow is hidden" if hidden == 1 else f"{thousands(hidden)} small flows are hidden"
    return f" {flows}; the others, of {plural(drawn, 'pupil')}, are drawn."


def conservation_sentence(rows: int, counted: int, fates: Sequence[tuple[int, str]]) -> str:
    """`Of 182 rows, 179 count; 3 are held.`: the parts add up to the rows, and parts of nought aren't named."""
    parts = [f"{thousands(number)} {words}" for number, words in fates if number]
    return (
        f"Of {plural(rows, 'row')}, {thousands(counted)} count{'s' if counted == 1 else ''}"
        + "".join(f"; {part}" for part in parts)
        + "."
    )
