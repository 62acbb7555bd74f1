"""Intervals and estimates by formulas of their own, in plain Python: Wilson's (1927, without correction) of a rate,
Newcombe's (1998, method 10) of the difference of two, Walter's of the ratio of two, a gap's parts within and between
schools, and the beta-binomial estimate of a rate among others. Counts are exact; 95 % throughout."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import exp, lgamma, log, sqrt

_Z = 1.959963984540054  # the standard normal's 97.5 % point
Rate = tuple[Fraction, Fraction]  # so many, of so many


def wilson(rate: Rate) -> tuple[float, float]:
    """The ends of the interval: the rates p0 for which |p - p0| is just 1.96 times sqrt(p0 (1 - p0) / n)."""
    n, p = float(rate[1]), float(rate[0] / rate[1])
    middle = p + _Z * _Z / (2 * n)
    spread = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
    size = 1 + _Z * _Z / n
    low, high = (middle - spread) / size, (middle + spread) / size
    return (0.0 if not rate[0] else low), (1.0 if rate[0] == rate[1] else high)


def newcombe(one: Rate, other: Rate) -> tuple[float, float]:
    """The ends of the interval of one rate less another, each rate's own distances squared and added."""
    p, q = float(one[0] / one[1]), float(other[0] / other[1])
    (p_low, p_high), (q_low, q_high) = wilson(one), wilson(other)
    return (
        p - q - sqrt((p - p_low) ** 2 + (q_high - q) ** 2),
        p - q + sqrt((p_high - p) ** 2 + (q - q_low) ** 2),
    )


def walter(one: Rate, other: Rate) -> tuple[float, float]:
    """The ends of the interval of one rate over another, on the logarithm with half a pupil added to each count; the
    ratio itself is always inside."""
    (x, n), (y, m) = ([float(part) + 0.5 for part in rate] for rate in (one, other))
    middle = log(x / n) - log(y / m)
    spread = _Z * sqrt(1 / x - 1 / n + 1 / y - 1 / m)
    ratio = float((one[0] / one[1]) / (other[0] / other[1]))
    return min(exp(middle - spread), ratio), max(exp(middle + spread), ratio)


def gap_parts(pairs: Sequence[tuple[Rate, Rate]]) -> tuple[Fraction, Fraction]:
    """A gap over schools, each with a rate of both groups: what lies within them (their own gaps, weighted by the first
    group) and between them (that the groups are at schools with other rates)."""
    first, second = sum(one[1] for one, _ in pairs), sum(other[1] for _, other in pairs)
    within = sum((one[1] / first * (one[0] / one[1] - other[0] / other[1]) for one, other in pairs), Fraction(0))
    between = sum(((one[1] / first - other[1] / second) * other[0] / other[1] for one, other in pairs), Fraction(0))
    return within, between


def shrunk(rate: Rate, rates: Sequence[Rate]) -> float:
    """The estimate of a rate among rates that are a sample of one beta distribution: the mean over all distributions of
    a grid, each as likely as it explains the counts."""
    x, n = (float(part) for part in rate)
    found = _distributions(tuple((int(count), int(of)) for count, of in rates))
    return sum(weight * (x + mean * strength) / (n + strength) for mean, strength, weight in found)


@lru_cache(maxsize=64)
def _distributions(counts: tuple[tuple[int, int], ...]) -> tuple[tuple[float, float, float], ...]:
    """Mean, strength and weight of each distribution. The grid is part of what the estimate means: 41 means, even on
    the logit up to 1.5 either side of all pupils' rate, and 40 spreads from 0.01 to 0.6 of the largest there can be;
    before the counts every mean is equally likely, and a spread as likely as it is large."""
    pooled = (sum(x for x, _ in counts) + 1) / (sum(n for _, n in counts) + 2)
    middle = log(pooled / (1 - pooled))
    grid = []
    for place in range(41):
        mean = 1 / (1 + exp(-(middle - 1.5 + 3 * place / 40)))
        for step in range(40):
            spread = 0.01 + 0.59 * step / 39
            strength = 1 / spread**2 - 1
            a, b = mean * strength, (1 - mean) * strength
            explains = sum(_log_beta(x + a, n - x + b) - _log_beta(a, b) for x, n in counts)
            grid.append((mean, strength, explains + log(mean * (1 - mean)) + log(spread)))
    most = max(likely for _, _, likely in grid)
    total = sum(exp(likely - most) for _, _, likely in grid)
    return tuple((mean, strength, exp(likely - most) / total) for mean, strength, likely in grid)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
