"""Each count by itself: whether it is small, hidden at once, to be guarded, or shown whatever happens.

Small: a count of `low` to `high`, and every count of a group that small. Shown always: how many pupils there are and of
how many nothing is known, and at the level of a whole year group what schools did or recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from domain.protection import Counts, Relation
from domain.released_counts import NETWORK, TOTAL, UNSETTLED, Key, activities, denominator_of, is_about_records

SMALL_COUNT, SMALL_GROUP, COMPLEMENT = "small_count", "small_group", "complement"
_LINES = ("destination", "participation", "both")
# What hiding a count loses: the network's most, a year group's more than its parts', a cohort's with all its cells.
_COSTS = {"cohort": 8.0, "flow": 0.5, "rest": 0.0}
_COST_OF_NETWORK, _COST_OF_TOTAL, _COST_OF_HEADLINE, _COST_OF_RECORDS = 20.0, 4.0, 5.0, 10.0
_HEADLINES = ("education", "eet", "higher_education")


@dataclass(frozen=True)
class Rules:
    """The range of small counts, what is `hidden_already`, and whether this is for the public: to them nothing but
    cohorts is shown whatever happens."""

    low: int = 1
    high: int = 5
    is_public: bool = False
    hidden_already: frozenset[Key] = frozenset()

    def is_small(self, value: int) -> bool:
        return self.low <= value <= self.high


def _cost(key: Key, value: int) -> float:
    wide = _COST_OF_NETWORK if key.school_id == NETWORK else _COST_OF_TOTAL if key.topic == TOTAL else 1.0
    headline = _COST_OF_HEADLINE if key.level == "measure" and key.item in _HEADLINES else 1.0
    records = _COST_OF_RECORDS if key.item in UNSETTLED or key.item in activities() else 1.0
    return _COSTS.get(key.level, 1.0) * wide * headline * records * sqrt(2 + value)


def is_headline(key: Key) -> bool:
    """Whether it is a headline rate of a whole year group."""
    return key.level == "measure" and key.topic == TOTAL and key.item in _HEADLINES


class Judged:
    """Each count by itself: small, hidden at once, to be guarded, or shown whatever happens. Of the `strict`
    schools (and of the network, where it is among them) only cohorts are; of the `withheld` nothing else is shown."""

    def __init__(
        self,
        values: Mapping[Key, int],
        rules: Rules,
        untold: frozenset[Key],
        seen: Collection[Key],
        strict: Collection[str] = (),
        withheld: Collection[str] = (),
    ) -> None:
        self._values, self._rules, self._untold, self._withheld = values, rules, untold, withheld
        self._seen, self._strict = seen, strict
        self._settled: dict[Key, int] = {}
        for key, value in values.items():
            if key.level == "destination" and key.item not in UNSETTLED:
                line = key._replace(level="settled", item="")
                self._settled[line] = self._settled.get(line, 0) + value

    def counts(self, keys: Sequence[Key], relations: Sequence[Relation]) -> Counts:
        """The counts as `protection.py` takes them."""
        return Counts(
            values=np.array([self._values[key] for key in keys], dtype=float),
            hidden=np.array([self.is_hidden(key) for key in keys], dtype=bool),
            guarded=np.array([self.is_guarded(key) for key in keys], dtype=bool),
            fixed=np.array([self.is_fixed(key) for key in keys], dtype=bool),
            costs=np.array([_cost(key, self._values[key]) for key in keys]),
            relations=relations,
        )

    def is_concealed(self, key: Key, concealed: Collection[Key]) -> bool:
        return key in concealed or self._line(key) in concealed

    def reason(self, key: Key, concealed: Collection[Key]) -> str:
        if self._line(key) in concealed:
            return SMALL_GROUP
        is_small = self._rules.is_small(self._values[key]) or self._is_small_line(key)
        return SMALL_COUNT if is_small else COMPLEMENT

    def _line(self, key: Key) -> Key | None:
        """The cohort whose line the count stands in; None where it has none of its own."""
        if key.level in _LINES:
            return key.cohort()
        return denominator_of(key, self._values) if key.level == "measure" else None

    def _is_small_line(self, key: Key) -> bool:
        """Whether all counts beside it are hidden: the group is small, or those of whom anything is known are."""
        line = self._line(key)
        if line is None:
            return False
        if self._rules.is_small(self._values.get(line, 0)) and not self._is_exempt_line(key, line):
            return True
        settled = self._settled.get(key._replace(level="settled", item=""), 0)
        return key.topic == TOTAL and key.level in _LINES and self._rules.is_small(settled)

    def _is_exempt_line(self, key: Key, line: Key) -> bool:
        """What schools did for a few pupils may be told where the few are themselves a matter of records."""
        return key.level == "measure" and key.item in activities() and line.level == "measure" and self._is_exempt(line)

    def is_fixed(self, key: Key) -> bool:
        value = self._values[key]
        if key in self._rules.hidden_already or self._is_withheld(key):
            return False
        if key in self._seen or self._is_exempt(key):
            return True
        return (
            value == 0
            and key.level not in ("rest", "flow")
            and key not in self._untold
            and not self._is_small_line(key)
        )

    def _is_withheld(self, key: Key) -> bool:
        return key.school_id in self._withheld and not (key.level == "cohort" and key.topic == TOTAL)

    def _is_exempt(self, key: Key) -> bool:
        if key in self._untold:
            return False
        if key.level == "cohort":
            return key.topic == TOTAL
        if self._rules.is_public or key.school_id in self._strict:
            return False
        is_known_total = key.topic == TOTAL and key.level in _LINES
        return key.level != "flow" and self._is_about_records(key) and (is_known_total or not self._is_small_line(key))

    def _is_about_records(self, key: Key) -> bool:
        """How many aren't known, in any group, and what became of them; what schools did or recorded, of the whole year
        group."""
        if key.level in ("destination", "participation"):
            return key.item in UNSETTLED
        if key.level == "flow":
            return not set(key.item.split(">")).isdisjoint(UNSETTLED)
        return key.level == "measure" and key.topic == TOTAL and key.item in activities()

    def is_hidden(self, key: Key) -> bool:
        if key in self._rules.hidden_already or self._is_withheld(key):
            return True
        if self.is_fixed(key):
            return False
        # Facts about records are hidden for their size only with everything beside them.
        is_small_count = self._rules.is_small(self._values[key]) and (
            self._rules.is_public or not self._is_about_records(key)
        )
        is_small = is_small_count or self._is_small_line(key)
        # Of flows only large ones are listed: nobody is told which of the others are nought.
        is_unlisted = key.level == "flow" and not self._values[key]
        return is_small or is_unlisted or key.level == "rest" or key in self._untold

    def is_guarded(self, key: Key) -> bool:
        """Whether it must not be worked out. What is left beside a measure is as telling as the measure, unless it is
        about records."""
        if self.is_fixed(key) or not self._rules.is_small(self._values[key]):
            return False
        if not self._rules.is_public and self._is_about_records(key):
            return False
        return key.level != "rest" or not (is_about_records(key) or self._values[key] == self._whole_of(key))

    def _whole_of(self, rest: Key) -> int:
        """The count that something is left of: where nothing is taken away it says no more than that."""
        level, item = rest.item.split(" - ")[0].split(" ", 1)
        stage = rest.stage if level not in ("cohort", "measure") else ""
        return self._values[rest._replace(level=level, stage=stage, item=item)]
