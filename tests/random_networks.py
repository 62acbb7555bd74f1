"""Small networks drawn by lot, as the counts that leave together: for an attacker to try."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import polars as pl

from domain.destination_types import destination_types
from domain.disclosure import Hidden, hide
from domain.judged import Rules
from domain.package_data import table
from domain.released_counts import NETWORK, TOTAL, UNSETTLED, Key
from tests.attacker import Cell, Exposed, attack

_TOPICS = {
    "disadvantage": ("disadvantaged", "not_disadvantaged", "not_known"),
    "sex": ("female", "male"),
    "sen": ("ehc_plan", "sen_support", "none"),
    "ethnicity_major": ("asian", "black", "white", "other"),
}
_OF_SCHOOLS = {"destination": (TOTAL, "disadvantage"), "participation": (TOTAL,)}
_OF_NETWORK = {"destination": (TOTAL, *_TOPICS), "participation": (TOTAL, "disadvantage")}
_EET = ("education", "training", "employment")


@dataclass(frozen=True)
class Pupil:
    """What the tables say of one pupil."""

    school: str
    parts: dict[str, str]
    ends: dict[str, tuple[str, str]]
    steps: int


@dataclass
class Network:
    """The counts of a year group, true and as the rules leave them."""

    truth: dict[Key, int]
    participations: dict[tuple[int, str], frozenset[str]]
    year_group: int

    def hidden(self, rules: Rules, before: Mapping[Key, int] | None = None) -> Hidden:
        """What the rules hide; `before`: what an edition has shown of it before."""
        untold = [key for key in self.judged if not _is_told(key)]
        if before is None:
            return hide(self.judged, self.participations, rules, untold)
        hidden = [key for key in self.judged if _is_told(key) and key not in before]
        return hide(self.judged, self.participations, rules, untold, before.items(), hidden)

    @property
    def judged(self) -> dict[Key, int]:
        """The counts that the rules look at, as mart.released_counts has them: how the pupils of a category take part isn't
        split by topics that are told of no school."""
        return {
            key: value
            for key, value in self.truth.items()
            if key.level not in ("participation", "both")
            or key.school_id == NETWORK
            or key.topic in (TOTAL, "disadvantage")
        }

    def shown(self, hidden: Hidden) -> dict[Key, int]:
        """What leaders see of them."""
        return {key: value for key, value in self.truth.items() if _is_told(key) and key not in hidden.reasons}

    def attacked(
        self, rules: Rules | None = None, before: Mapping[Key, int] | None = None
    ) -> tuple[list[Exposed], int, int]:
        """What an attacker finds out; how many counts were hidden, and of how many. Nothing is hidden and nothing found
        out where the rules refuse: nothing is published then."""
        rules = rules or Rules()
        told = [key for key in self.truth if _is_told(key)]
        hidden = self.hidden(rules, before)
        if hidden.exposed:
            return [], 0, 0
        shown = {key for key in told if key not in hidden.reasons}
        # What an edition showed and is still so is known.
        shown |= {key for key, value in (before or {}).items() if self.truth.get(key) == value}
        published: dict[Cell, int | None] = {
            tuple(key): value if key in shown else None  # type: ignore[misc]
            for key, value in self.truth.items()
            if key in shown or key.level != "flow"
        }
        kinds = {category: found for (year, category), found in self.participations.items() if year == self.year_group}
        measures = table("measures")
        records = frozenset(measures.filter(measures["kind"] == "activity")["measure"]) | {"unknown", "undecided"}
        found = attack({tuple(k): v for k, v in self.truth.items()}, published, kinds, records, rules.high)  # type: ignore[misc]
        return found, len(hidden.reasons), len(told)


def _is_told(key: Key) -> bool:
    """Of one school fewer topics are told than of the network, and its flows aren't listed; of the network those that
    aren't from or to what isn't known."""
    if key.level in _OF_SCHOOLS:
        return key.topic in (_OF_NETWORK if key.school_id == NETWORK else _OF_SCHOOLS)[key.level]
    ends = set(key.item.split(">"))
    return key.level != "both" and (key.level != "flow" or (key.school_id == NETWORK and not ends & set(UNSETTLED)))


def random_network(seed: int, corrected: int = 0) -> Network:
    """One to five schools of a few to some hundred pupils, in Year 11 or 13, with rare and common destinations; of the
    last `corrected` pupils another destination is known by now."""
    lot = np.random.default_rng(seed)
    year_group = int(lot.choice([11, 13]))
    types = destination_types()
    types = types.filter((types["year_group"] == year_group) & types["destination_category"].is_not_null())
    pairs = list(types.select("destination_category", "participation").unique(maintain_order=True).iter_rows())
    final = [pair for pair in pairs if pair[0] != "undecided"]
    weights = lot.dirichlet(np.full(len(pairs), 0.25))
    pupils = []
    for school in range(int(lot.integers(1, 6))):
        own = lot.dirichlet(weights * lot.uniform(3, 60) + 1e-3)
        for _ in range(int(np.clip(lot.lognormal(3.6, 0.9), 3, 180))):
            first = pairs[lot.choice(len(pairs), p=own)]
            stays = lot.random() < 0.7 and first in final
            last = first if stays else final[lot.integers(len(final))] if lot.random() < 0.3 else final[0]
            parts = {topic: str(lot.choice(parts)) for topic, parts in _TOPICS.items()}
            pupils.append(Pupil(f"school-{school}", parts, {"intended": first, "final": last}, int(lot.integers(0, 4))))
    for place in range(len(pupils) - corrected, len(pupils)):
        ends = {**pupils[place].ends, "final": final[int(lot.integers(len(final)))]}
        pupils[place] = replace(pupils[place], ends=ends)
    kinds: dict[tuple[int, str], set[str]] = defaultdict(set)
    for category, participation in pairs:
        kinds[year_group, category].add(participation)
    return Network(
        _counts(pupils, year_group, pairs), {key: frozenset(found) for key, found in kinds.items()}, year_group
    )


def _counts(pupils: list[Pupil], year_group: int, pairs: list[tuple[str, str]]) -> dict[Key, int]:
    found: Counter[Key] = Counter()
    for pupil in pupils:
        for school in (pupil.school, NETWORK):
            for topic, part in ((TOTAL, TOTAL), *pupil.parts.items()):
                found.update(_keys_of(pupil, school, year_group, topic, part))
    grid: dict[Key, int] = dict(found)
    totals = [key for key in found if key.level == "cohort" and key.topic == TOTAL]
    parts = [(topic, part) for topic, parts in _TOPICS.items() for part in parts]
    for cohort in [key._replace(topic=topic, part=part) for key in totals for topic, part in [(TOTAL, TOTAL), *parts]]:
        grid.setdefault(cohort, 0)
        for stage in ("intended", "final"):
            for place, level in enumerate(("destination", "participation")):
                for item in {pair[place] for pair in pairs if not (stage == "final" and pair[0] == "undecided")}:
                    grid.setdefault(cohort._replace(level=level, stage=stage, item=item), 0)
            for category, way in pairs:
                if category in _split_categories(year_group) and (stage, category) != ("final", "undecided"):
                    grid.setdefault(cohort._replace(level="both", stage=stage, item=f"{category}>{way}"), 0)
        for measure in _measures(None, year_group):
            grid.setdefault(cohort._replace(level="measure", item=measure), 0)
    for school in {key.school_id for key in found}:
        line = Key("destination", school, year_group, "", TOTAL, TOTAL, "")
        for first, _ in pairs:
            for last, _ in pairs:
                if grid[line._replace(stage="intended", item=first)] and grid.get(
                    line._replace(stage="final", item=last)
                ):
                    grid.setdefault(line._replace(level="flow", item=f"{first}>{last}"), 0)
    return {key: value for key, value in grid.items() if key.level != "measure" or _has(key)}


def _has(key: Key) -> bool:
    return key.topic == TOTAL or key.item in ("known", "eet", "higher_education")


@cache
def _split_categories(year_group: int) -> frozenset[str]:
    """Categories whose pupils take part in several ways."""
    found = destination_types().filter(pl.col("year_group") == year_group).group_by("destination_category")
    split = found.agg(pl.col("participation").n_unique()).filter(pl.col("participation") > 1)
    return frozenset(split["destination_category"].drop_nulls())


def _keys_of(pupil: Pupil, school: str, year_group: int, topic: str, part: str) -> list[Key]:
    line = Key("cohort", school, year_group, "", topic, part, "cohort")
    keys = [line]
    for stage, (category, participation) in pupil.ends.items():
        keys.append(line._replace(level="destination", stage=stage, item=category))
        keys.append(line._replace(level="participation", stage=stage, item=participation))
        if category in _split_categories(year_group):
            keys.append(line._replace(level="both", stage=stage, item=f"{category}>{participation}"))
    if topic == TOTAL:
        keys.append(line._replace(level="flow", item=f"{pupil.ends['intended'][0]}>{pupil.ends['final'][0]}"))
    return keys + [line._replace(level="measure", item=measure) for measure in _measures(pupil, year_group)]


def _measures(pupil: Pupil | None, year_group: int) -> list[str]:
    """The measures in which the pupil counts; all of them for None."""
    category, participation = pupil.ends["final"] if pupil else ("", "")
    planned = pupil.ends["intended"][0] if pupil else ""
    is_known = category != "unknown"
    compared = is_known and planned not in ("unknown", "undecided")
    changed = compared and planned != category
    step = pupil.steps if pupil else 0
    tests = {
        "known": is_known, "unknown": not is_known, "education": participation == "education",
        "eet": participation in _EET, "apprenticeship": category == "apprenticeship", "compared": compared,
        "as_planned": compared and not changed, "changed": changed, "moved_up": changed and step == 0,
        "moved_sideways": changed and step == 1, "moved_down": changed and step > 1,
    }  # fmt: skip
    if year_group == 13:
        enters = category == "higher_education"
        tests |= {
            "higher_education": enters, "he_entered": enters, "he_applied": enters or step == 0, "he_offered": enters or step == 0,
            "he_placed": enters, "russell_group_applied": enters and step > 0, "russell_group_entered": enters and step > 1,
        }  # fmt: skip
    return [name for name, holds in tests.items() if holds or pupil is None]
