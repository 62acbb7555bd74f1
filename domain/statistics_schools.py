"""What needs all schools at once: what small schools' rates become when they borrow strength, and whether a gap lies
within schools or between them. Never a rank.

Counts and shares as in `domain/statistics.py`. See docs/decisions/statistics.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.statistics import CONFIDENCE, Estimate, TwoGroups, checked


@dataclass(frozen=True)
class GapParts:
    """A gap between two groups over several schools, as shares: `total` = `within` + `between`.

    `within`: the gap at the schools themselves, each weighted by its pupils of the first group. `between`: what comes
    from the groups being at different schools. `schools`: how many are in it.
    """

    total: float
    within: float
    between: float
    schools: int


def shrunk(counts: Sequence[int], ns: Sequence[int]) -> list[Estimate | None]:
    """Each school's rate drawn towards the network's, the more the fewer its pupils, with a 95 % interval.

    Beta-binomial: the schools' rates are a sample of one distribution, whose mean and spread are averaged over all that
    the counts allow. A secondary view, never instead of the rate itself. None for a school without pupils.
    """
    from scipy.special import expit, logit
    from scipy.stats import beta

    count, n = checked(counts, ns)
    some = n > 0
    if not some.any():
        return [None for _ in some]
    count, n = count[some], n[some]
    middle = logit((count.sum() + 1) / (n.sum() + 2))
    mean = expit(middle + np.linspace(-1.5, 1.5, 41))[:, None, None]
    spread = np.linspace(0.01, 0.6, 40)[None, :, None]  # the standard deviation of rates, as a share of the largest
    strength = 1 / spread**2 - 1
    weight = _weights(count, n, mean, spread)
    rate = (count + mean * strength) / (n + strength)
    middles = (weight * rate).sum(axis=(0, 1))
    squares = (weight * (rate * (1 - rate) / (n + strength + 1) + rate**2)).sum(axis=(0, 1))
    # The mixture as the one beta distribution with its mean and its variance
    size = middles * (1 - middles) / (squares - middles**2) - 1
    tail = (1 - CONFIDENCE) / 2
    low, high = (beta.ppf(p, middles * size, (1 - middles) * size) for p in (tail, 1 - tail))
    found = iter(zip(middles.tolist(), low.tolist(), high.tolist(), strict=True))
    return [Estimate(*next(found)) if has else None for has in some]


def _weights(count: Any, n: Any, mean: Any, spread: Any) -> Any:
    """How likely each distribution (mean x spread) is, given all the counts; they sum to 1."""
    from scipy.special import betaln, logsumexp

    strength = 1 / spread**2 - 1
    a, b = mean * strength, (1 - mean) * strength
    explains = (betaln(count + a, n - count + b) - betaln(a, b)).sum(axis=2, keepdims=True)
    # Before the counts every mean is equally likely (the grid is even on its logit), and a spread the less likely the
    # nearer it is to nought: no two schools are quite alike, and intervals that think so are too short.
    likely = explains + np.log(mean * (1 - mean)) + np.log(spread)
    return np.exp(likely - logsumexp(likely))


def gap_parts(schools: Sequence[TwoGroups]) -> GapParts | None:
    """A gap over `schools`, divided into what lies within them and between them.

    Only schools that have both groups are counted; None where none has. Leave out a school of which any cell is hidden.
    """
    both = [school for school in schools if school.n and school.reference_n]
    if not both:
        return None
    count, n, reference, reference_n = np.asarray(
        [(s.count, s.n, s.reference_count, s.reference_n) for s in both], dtype=float
    ).T
    at_school, elsewhere = n / n.sum(), reference_n / reference_n.sum()
    within = float((at_school * (count / n - reference / reference_n)).sum())
    between = float(((at_school - elsewhere) * reference / reference_n).sum())
    return GapParts(within + between, within, between, len(both))
