"""Disclosure control, for whatever leaves together: which counts to hide, for leaders and for the public.

Small counts are hidden (`judged.py` says which are), and what else would give them away (`protection.py`), unless it is
shown whatever happens. Docs: `docs/decisions/disclosure.md`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from domain.judged import Judged, Rules, is_headline
from domain.protection import Counts, Numbers, Relation, protect
from domain.released_counts import NETWORK, Key, Sum, add_up

_TRIES = 6


def hide(
    counts: Mapping[Key, int],
    participations: Mapping[tuple[int, str], frozenset[str]],
    rules: Rules,
    untold: Collection[Key] = (),
    shown_before: Collection[tuple[Key, int]] = (),
    hidden_before: Collection[Key] = (),
) -> Hidden:
    """Which of the counts to hide, and why.

    The `untold` stand on no page; but everybody knows how the others add up to them, and so through them to each other.
    `shown_before` holds counts as editions have shown them: where they are still the same, nothing is protected by
    hiding them. What the last one hid stays hidden: side by side they would give it away. Where what is shown whatever
    happens gives a small count away, as little of it as can be is hidden after all; where that isn't enough, whole
    schools are, and last what was shown before.
    """
    values, sums = add_up(counts, participations)
    keys = list(values)
    place = {key: index for index, key in enumerate(keys)}
    relations = [_numbered(found, place) for found in sums]
    seen = {key for key, value in shown_before if values.get(key) == value}
    # A flow that wasn't listed was hidden.
    listed = {key for key, _ in shown_before if key.level == "flow"}
    unlisted = {key for key in counts if listed and key.level == "flow" and key not in listed and key not in untold}
    hidden_already = rules.hidden_already | ((frozenset(hidden_before) | unlisted) - seen)
    rules = replace(rules, hidden_already=hidden_already)
    everybody = {key.school_id for key in counts}
    strict: set[str] = set()
    withheld: set[str] = set()
    asked: Numbers | None = None
    for turn in range(_TRIES):
        last_seen = seen if turn < _TRIES - 1 else set()
        judged = Judged(values, rules, frozenset(untold), last_seen, strict, withheld)
        system = judged.counts(keys, relations)
        # What is given up beside a count makes it no larger than it can be.
        asked = system.asked(rules.high) if turn == 0 else asked
        hidden, exposed = protect(system, rules.high, asked)
        given_away = {keys[index].school_id for index in exposed}
        if not given_away:
            break
        # What the schools show may give away what the network doesn't, and together they may give a school away.
        if strict >= everybody:
            withheld |= everybody if given_away & withheld else given_away
        strict |= everybody if strict else given_away | {NETWORK}
    concealed = {key for key, index in place.items() if hidden[index]}
    told = [key for key in counts if key not in untold]
    reasons = {key: judged.reason(key, concealed) for key in told if judged.is_concealed(key, concealed)}
    found = Hidden(reasons, [keys[index] for index in exposed])
    if not (rules.is_public or exposed):
        found.ranges.update(_headline_ranges(system, place, reasons, concealed | set(untold)))
    return found


def _headline_ranges(
    system: Counts, place: Mapping[Key, int], reasons: Collection[Key], concealed: Collection[Key]
) -> dict[Key, tuple[int, int]]:
    """Between which ends each hidden headline count lies. What stands in a line that is hidden whole isn't shown
    either."""
    asked = {place[key]: key for key in reasons if is_headline(key)}
    if not asked:
        return {}
    from domain.ranges import ranges_of  # the solver is loaded only where something is hidden

    shown = np.array([key not in concealed and key not in reasons for key in place], dtype=bool)
    return {asked[count]: ends for count, ends in ranges_of(system, shown, list(asked)).items()}


@dataclass(frozen=True)
class Hidden:
    """Why each hidden count is hidden: small_count (a small count, or one of a year group that small), small_group (its
    cohort is hidden as well) or complement; and counts that are `exposed` all the same, because cohorts give them away.
    `ranges`: between which ends, in whole pupils, a hidden headline count lies for all that is shown to leaders.
    """

    reasons: dict[Key, str]
    exposed: list[Key]
    ranges: dict[Key, tuple[int, int]] = field(default_factory=dict)


def _numbered(found: Sum, place: Mapping[Key, int]) -> Relation:
    return Relation(place[found.whole], tuple(place[part] for part in found.parts))
