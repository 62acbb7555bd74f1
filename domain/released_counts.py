"""The counts that leave together, and how they add up: within a line, over the parts of a topic, over schools, from
table to table. What stands on a page, in its workbook or in a published table is one of these.

A count is named by a `Key`. Everything that somebody could add or subtract is a relation here; what makes a count
small, and what may always be shown, is `judged.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from domain.package_data import table

NETWORK = ""
TOTAL = "total"
# Where a pupil stands of whom it isn't known, or not yet, where they go.
UNSETTLED = ("unknown", "undecided")


class Key(NamedTuple):
    """`level` is cohort, destination, participation, both (a category of which several participations are made, and one
    of these), flow, measure, provider or rest (what is left of a whole when a part is taken away: on no page, but
    anybody can subtract). `stage` is empty where the level has none, `school_id` for the network."""

    level: str
    school_id: str
    year_group: int
    stage: str
    topic: str
    part: str
    item: str

    def cohort(self, item: str = "cohort") -> Key:
        """The cohort of the line that the count stands in."""
        return self._replace(level="cohort", stage="", item=item)


class Sum(NamedTuple):
    """`whole` = the sum of `parts`."""

    whole: Key
    parts: tuple[Key, ...]


@cache
def denominators() -> dict[str, str]:
    """Measure -> what its cohort is: `cohort`, `on_roll` or another measure."""
    return dict(table("measures").select("measure", "cohort_item").iter_rows())


@cache
def activities() -> frozenset[str]:
    """The measures of what schools did or recorded."""
    measures = table("measures")
    return frozenset(measures.filter(measures["kind"] == "activity")["measure"])


def denominator_of(key: Key, counts: Collection[Key]) -> Key:
    """The count that a measure is a share of. Of the network it may be the cohort of those schools alone of which the
    measure can be told: a count of its own."""
    item = denominators()[key.item]
    if item not in ("cohort", "on_roll"):
        return key._replace(item=item)
    own = key.cohort(f"{item} of {key.item}")
    return own if own in counts else key.cohort(item)


def is_about_records(rest: Key) -> bool:
    """Whether what is left over when parts are taken away is a matter of records alone, as one of the parts is."""
    parts = rest.item.split(" - ")[1].split(" ")
    return any(part.split("/")[-1] in activities() for part in parts)


def add_up(
    counts: Mapping[Key, int], participations: Mapping[tuple[int, str], frozenset[str]]
) -> tuple[dict[Key, int], list[Sum]]:
    """All sums that hold among the counts, and the counts with what is left over beside them (level `rest`).

    `participations` says which participations the pupils of a category may have, by year group and category. A sum
    that doesn't hold (a school of which a measure can't be told, say) tells nobody anything and is left out.
    """
    known, found = dict(counts), []
    for whole, parts, leaves_rest in _candidates(counts, participations):
        if whole not in counts or not parts:
            continue
        left = counts[whole] - sum(counts[part] for part in parts)
        if left >= 0 and leaves_rest:
            rest = whole._replace(level="rest", item=f"{whole.level} {whole.item} - " + " ".join(map(_name, parts)))
            known[rest] = left
            found.append(Sum(whole, (*parts, rest)))
        elif left == 0:
            found.append(Sum(whole, tuple(parts)))
    return known, found


def _name(key: Key) -> str:
    return f"{key.topic}/{key.part}/{key.item}"


_Candidate = tuple[Key, list[Key], bool]


def _candidates(
    counts: Mapping[Key, int], participations: Mapping[tuple[int, str], frozenset[str]]
) -> Iterator[_Candidate]:
    yield from _gathered(counts, _over_topics)
    yield from _gathered(counts, lambda key: [(key._replace(school_id=NETWORK), "")] if key.school_id else [])
    yield from _gathered(counts, _over_lines)
    yield from _gathered(counts, _over_flows)
    yield from _gathered(counts, lambda key: _over_participations(key, participations))
    yield from _gathered(counts, _over_crossings, leaves_rest=True)
    yield from _over_told_schools(counts)
    yield from _listed(counts)


def _gathered(
    counts: Iterable[Key], wholes: Callable[[Key], list[tuple[Key, str]]], *, leaves_rest: bool = False
) -> Iterator[_Candidate]:
    """Counts gathered under the wholes that each belongs to; the text beside a whole tells several sums of it apart."""
    gathered: dict[tuple[Key, str], list[Key]] = {}
    for key in counts:
        for whole in wholes(key):
            gathered.setdefault(whole, []).append(key)
    for (told, _), parts in gathered.items():
        yield told, parts, leaves_rest


def _over_topics(key: Key) -> list[tuple[Key, str]]:
    is_part = key.topic != TOTAL and "+" not in key.part
    return [(key._replace(topic=TOTAL, part=TOTAL), key.topic)] if is_part else []


def _over_crossings(key: Key) -> list[tuple[Key, str]]:
    """`disadvantaged+female` is part of the disadvantaged, and of the female pupils."""
    if "+" not in key.part:
        return []
    topics, parts = CROSSED[key.topic], key.part.split("+")
    return [(key._replace(topic=topic, part=part), key.topic) for topic, part in zip(topics, parts, strict=True)]


CROSSED = {
    "disadvantage_by_sex": ("disadvantage", "sex"),
    "disadvantage_by_ethnicity": ("disadvantage", "ethnicity_major"),
}


def _over_lines(key: Key) -> list[tuple[Key, str]]:
    if key.level not in ("destination", "participation"):
        return []
    return [(key.cohort(), f"{key.level} {key.stage}")]


def _over_flows(key: Key) -> list[tuple[Key, str]]:
    if key.level != "flow":
        return []
    first, last = key.item.split(">")
    category = key._replace(level="destination")
    return [
        (category._replace(stage="intended", item=first), "from"),
        (category._replace(stage="final", item=last), "to"),
    ]


def _over_participations(key: Key, participations: Mapping[tuple[int, str], frozenset[str]]) -> list[tuple[Key, str]]:
    """A category of one participation is part of it as a whole; of the others their shares are."""
    if key.level == "both":
        category, participation = key.item.split(">")
        return [
            (key._replace(level="destination", item=category), "both"),
            (key._replace(level="participation", item=participation), "both"),
        ]
    if key.level == "destination" and len(found := participations.get((key.year_group, key.item), frozenset())) == 1:
        return [(key._replace(level="participation", item=next(iter(found))), "both")]
    return []


def _over_told_schools(counts: Mapping[Key, int]) -> Iterator[_Candidate]:
    """The network's cohort of a measure that can't be told of every school: the cohorts of those of which it can."""
    told: dict[Key, list[Key]] = {}
    for key in counts:
        if key.level == "measure" and key.school_id != NETWORK:
            own = denominator_of(key._replace(school_id=NETWORK), counts)
            if " of " in own.item:
                told.setdefault(own, []).append(denominator_of(key, counts))
    for whole, parts in told.items():
        yield whole, parts, False


@cache
def _relations() -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    rows = table("count_relations").iter_rows(named=True)
    return tuple((row["whole"], tuple(row["parts"].split("|")), row["leaves_rest"] == "yes") for row in rows)


def _listed(counts: Mapping[Key, int]) -> Iterator[_Candidate]:
    """What `count_relations.csv` lists, and every measure within its denominator."""
    lines = dict.fromkeys(key._replace(level="line", stage="", item="") for key in counts if key.level == "measure")
    for line in lines:
        for whole, parts, leaves_rest in _relations():
            members = [_member(line, part) for part in parts]
            if all(member in counts for member in members):
                yield _member(line, whole), members, leaves_rest
    of_known = {part for whole, parts, _ in _relations() if whole == "known" for part in parts}
    for key in counts:
        # What is left of those known says more than what is left of all.
        is_known = key.item in of_known and counts.get(key._replace(item="known"), -1) >= counts[key]
        if key.level == "measure" and not is_known:
            yield denominator_of(key, counts), [key], True


def _member(line: Key, name: str) -> Key:
    level, _, item = name.rpartition(":")
    if name == "cohort":
        return line.cohort()
    return line._replace(level=level or "measure", stage="final" if level else "", item=item)
