"""How sure a figure is: intervals and bounds for rates, differences and ratios, from counts alone.

Counts are whole numbers of pupils; rates are shares between 0 and 1, never per cent. What is worth a
comment is `domain/statistics_chance.py`'s, what needs all schools at once `domain/statistics_schools.py`'s. The sums
are scipy's and statsmodels', imported late: they take a second, and most commands need none of it. See
docs/decisions/statistics.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

CONFIDENCE = 0.95
FEWEST_FOR_RATES = 10  # below that a rate says less than the count it is made of
SMALL_GROUP = 20  # below that a rate stands with the words "small group"


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Bounds:
    """A rate when some are not known: `low` if none of them counts, `high` if all do, `as_known` if they are like those
    who are known (None: nobody is)."""

    low: float
    high: float
    as_known: float | None


@dataclass(frozen=True)
class Rate:
    """`count` of `n` pupils."""

    count: int
    n: int

    @property
    def share(self) -> float | None:
        return self.count / self.n if self.n else None


@dataclass(frozen=True)
class TwoGroups:
    """Two rates to compare: `count` of `n`, and `reference_count` of `reference_n` (the other pupils, or the year
    before)."""

    count: int
    n: int
    reference_count: int
    reference_n: int


def wilson(count: int, n: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Wilson's interval for the rate `count` of `n`; None where there is nobody."""
    return wilson_all([count], [n], confidence)[0]


def wilson_all(counts: Sequence[int], ns: Sequence[int], confidence: float = CONFIDENCE) -> list[Interval | None]:
    """Wilson's interval for each rate, in order."""
    from statsmodels.stats.proportion import proportion_confint

    count, n = checked(counts, ns)
    some = n > 0
    low, high = proportion_confint(count[some], n[some], alpha=1 - confidence, method="wilson")
    rate = count[some] / n[some]  # at 0 and at 1 rounding leaves a bound a hair's breadth inside
    return _in_order(some, np.minimum(low, rate), np.maximum(high, rate))


def newcombe(count: int, n: int, reference_count: int, reference_n: int) -> Interval | None:
    """Newcombe's hybrid interval for the difference of two rates (first less reference), 95 %; None where either has
    nobody."""
    return newcombe_all([count], [n], [reference_count], [reference_n])[0]


def newcombe_all(
    counts: Sequence[int],
    ns: Sequence[int],
    reference_counts: Sequence[int],
    reference_ns: Sequence[int],
    confidence: float = CONFIDENCE,
) -> list[Interval | None]:
    """Newcombe's hybrid interval for each difference, in order."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    count, n = checked(counts, ns)
    reference, reference_n = checked(reference_counts, reference_ns)
    some = (n > 0) & (reference_n > 0)
    low, high = confint_proportions_2indep(
        count[some], n[some], reference[some], reference_n[some],
        method="newcomb", compare="diff", alpha=1 - confidence,
    )  # fmt: skip
    return _in_order(some, low, high)


def relative_risk(count: int, n: int, reference_count: int, reference_n: int) -> Estimate | None:
    """How many times as likely the first group is, with a 95 % interval (on the logarithm, half a pupil added to each
    count, after Walter); None where either has nobody or nobody of the reference counts."""
    return relative_risk_all([count], [n], [reference_count], [reference_n])[0]


def relative_risk_all(
    counts: Sequence[int], ns: Sequence[int], reference_counts: Sequence[int], reference_ns: Sequence[int]
) -> list[Estimate | None]:
    """The relative risk of each pair, in order."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    count, n = checked(counts, ns)
    reference, reference_n = checked(reference_counts, reference_ns)
    some = (n > 0) & (reference_n > 0) & (reference > 0)
    value = (count[some] / n[some]) / (reference[some] / reference_n[some])
    low, high = confint_proportions_2indep(
        count[some], n[some], reference[some], reference_n[some],
        method="log-adjusted", compare="ratio", alpha=1 - CONFIDENCE,
    )  # fmt: skip
    # Half a pupil more can carry a bound past a ratio that is exactly 0 or 1: the ratio itself is always inside.
    low, high = np.minimum(low, value), np.maximum(high, value)
    found = iter(zip(value.tolist(), low.tolist(), high.tolist(), strict=True))
    return [Estimate(*next(found)) if has else None for has in some]


def best_and_worst(count: int, unknown: int, n: int) -> Bounds | None:
    """The rate `count` of `n` if none and if all of the `unknown` (who are in `n`, not in `count`) are counted.

    None where there is nobody; ValueError where the counts can't be.
    """
    if not 0 <= count <= count + unknown <= n:
        raise ValueError(f"{count} counted and {unknown} unknown don't fit into {n}.")
    known = n - unknown
    return Bounds(count / n, (count + unknown) / n, count / known if known else None) if n else None


def pooled(years: Iterable[tuple[int, int]]) -> Rate:
    """Several years of (count, n) as one rate, the sum of the counts over the sum of the cohorts: never a mean of
    rates."""
    pairs = list(years)
    return Rate(sum(count for count, _ in pairs), sum(n for _, n in pairs))


def checked(counts: Sequence[int], ns: Sequence[int]) -> tuple[Any, Any]:
    """Both as arrays of floats. ValueError for a count below 0 or above its cohort."""
    count, n = np.asarray(counts, dtype=float), np.asarray(ns, dtype=float)
    if count.shape != n.shape or bool((count < 0).any() or (count > n).any()):
        raise ValueError("Every count lies between 0 and its cohort, and each has one.")
    return count, n


def _in_order(some: Any, low: Any, high: Any) -> list[Interval | None]:
    found = iter(zip(low.tolist(), high.tolist(), strict=True))
    return [Interval(*next(found)) if has else None for has in some]
