"""What may be chance: how far a school's rate may lie from the network's, and which differences of a report are worth
a comment.

Counts and shares as in `domain/statistics.py`. See docs/decisions/statistics.md for the rule and what it was held
against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from domain.statistics import CONFIDENCE, FEWEST_FOR_RATES, Interval, TwoGroups, checked, newcombe_all

OUTER = 0.998
MISTAKES = 0.05  # the share of reports in which nothing differs that may comment on a school all the same


class Chance(StrEnum):
    """What may be said of a difference."""

    TOO_FEW = "too_few"
    COULD_BE_CHANCE = "could_be_chance"
    WORTH_WATCHING = "worth_watching"
    HARDLY_CHANCE = "hardly_chance"


IN_WORDS = {
    Chance.TOO_FEW: "too few pupils to tell",
    Chance.COULD_BE_CHANCE: "this could be chance",
    Chance.WORTH_WATCHING: "this could still be chance: look again next year",
    Chance.HARDLY_CHANCE: "this is unlikely to be chance",
}


@dataclass(frozen=True)
class Limits:
    """Where a school's rate lies by chance alone in 95 and in 99.8 of 100 years, if its pupils are like the
    network's."""

    inner: Interval
    outer: Interval


@dataclass(frozen=True)
class Shown:
    """A school's rate on one measure beside the network's: this year's, and last year's where there is one."""

    count: int
    n: int
    rate: float
    previous_count: int | None = None
    previous_n: int | None = None
    previous_rate: float | None = None


def funnel_limits(rate: float, ns: Sequence[int]) -> list[Limits | None]:
    """The exact (binomial) limits round `rate` for each cohort in `ns`; None for nobody.

    A limit is the most extreme share that still belongs to the middle 95 (99.8) per cent: a school is outside only
    beyond it.
    """
    from scipy.stats import binom

    def between(confidence: float) -> list[Interval]:
        tail = (1 - confidence) / 2
        low, high = binom.ppf(tail, n, rate), binom.isf(tail, n, rate)
        shares = zip((low / cohorts).tolist(), (high / cohorts).tolist(), strict=True)
        return [Interval(*pair) for pair in shares]

    n = np.asarray(ns, dtype=int)
    cohorts = np.maximum(n, 1)
    limits = zip(n, between(CONFIDENCE), between(OUTER), strict=True)
    return [Limits(inner, outer) if cohort else None for cohort, inner, outer in limits]


def chances(shown: Sequence[Shown]) -> list[Chance]:
    """What may be said of each of the rates that **one report** shows beside its network's.

    `HARDLY_CHANCE`, the only one a finding may comment on: outside the 99.8 % limits, or outside the 95 % limits on
    the same side in two successive years, and still so when it is allowed for how many comparisons the report makes
    (Benjamini and Hochberg at 5 %). `WORTH_WATCHING`: outside the 95 % limits otherwise. `TOO_FEW`: under ten pupils.
    """
    if not shown:
        return []
    below, above = _tails([(s.count, s.n, s.rate) for s in shown])
    has_previous = np.asarray([bool(s.previous_n) and s.previous_rate is not None for s in shown])
    was_below, was_above = _tails([(s.previous_count or 0, s.previous_n or 0, s.previous_rate or 0) for s in shown])
    single = np.minimum(1, 2 * np.minimum(below, above))
    # Both years on one side, each so far out or further: the less extreme of them, squared, and there are two sides.
    twice = np.minimum(np.maximum(below, was_below), np.maximum(above, was_above))
    twice = np.where(has_previous, np.minimum(1, 2 * twice**2), 1.0)
    inner, outer = (1 - CONFIDENCE) / 2, (1 - OUTER) / 2
    is_outside = np.minimum(below, above) < inner
    by_rule = (np.minimum(below, above) < outer) | (twice < 2 * inner**2)
    # The rule looks in two ways where there are two years, so each look counts double.
    either = np.where(has_previous, np.minimum(1, 2 * np.minimum(single, twice)), single)
    stands = _discoveries(either) & by_rule
    return _said([s.n for s in shown], stands, is_outside)


def gap_chances(gaps: Sequence[TwoGroups]) -> list[Chance]:
    """What may be said of each difference between two groups, or two years, that **one report** shows.

    `HARDLY_CHANCE`: Newcombe's 95 % interval leaves out nought, and Fisher's exact test still says so when it is
    allowed for how many differences the report shows. `WORTH_WATCHING`: the interval leaves out nought. `TOO_FEW`:
    under ten pupils in either group.
    """
    from scipy.stats import hypergeom

    if not gaps:
        return []
    count, n = checked([gap.count for gap in gaps], [gap.n for gap in gaps])
    reference, reference_n = checked([gap.reference_count for gap in gaps], [gap.reference_n for gap in gaps])
    both = (n + reference_n, count + reference, n)
    p = np.minimum(1, 2 * np.minimum(hypergeom.cdf(count, *both), hypergeom.sf(count - 1, *both)))
    intervals = newcombe_all(count, n, reference, reference_n)
    is_outside = np.asarray([interval is not None and not interval.holds(0) for interval in intervals])
    return _said(np.minimum(n, reference_n), _discoveries(p) & is_outside, is_outside)


def _tails(shown: Sequence[tuple[int, int, float]]) -> tuple[Any, Any]:
    """For each (count, n, rate) the exact chance of so few or fewer, and of so many or more."""
    from scipy.stats import binom

    counts, ns, rates = zip(*shown, strict=True)
    count, n = checked(counts, ns)
    return binom.cdf(count, n, rates), binom.sf(count - 1, n, rates)


def _discoveries(p_values: Any) -> Any:
    """Which of them stand when it is allowed for how many there are."""
    from statsmodels.stats.multitest import multipletests

    return multipletests(p_values, alpha=MISTAKES, method="fdr_bh")[0]


def _said(fewest: Sequence[float], stands: Any, is_outside: Any) -> list[Chance]:
    """What may be said, from the smallest cohort of each, whether it stands, and whether it is outside at all."""
    return [
        Chance.TOO_FEW
        if n < FEWEST_FOR_RATES
        else Chance.HARDLY_CHANCE
        if holds
        else Chance.WORTH_WATCHING
        if outside
        else Chance.COULD_BE_CHANCE
        for n, holds, outside in zip(fewest, stands, is_outside, strict=True)
    ]
