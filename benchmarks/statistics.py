"""Do the intervals hold what they promise, and how often would a report speak of a school when there is nothing to say?

Simulated networks of some 20 schools with cohorts and rates as networks have them: for each kind of interval the share
that holds the truth (to lie between 94 and 96 per cent), and for worlds in which no school differs the share of reports
that comment on any school or gap (at most 5 per cent). Beside it, how often a school that does differ is noticed.

    python -m benchmarks.statistics --networks 10000
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.statistics import Estimate, Interval, TwoGroups, newcombe_all, relative_risk_all, wilson_all
from domain.statistics_chance import Chance, Shown, chances, gap_chances
from domain.statistics_schools import shrunk

# What a network measures: the share of pupils who reach it, from apprenticeships to any destination at all.
RATES = np.array([0.05, 0.12, 0.3, 0.45, 0.6, 0.75, 0.86, 0.94])
BLOCK = 100  # networks at a time
AT_LEAST, AT_MOST, MOST_MISTAKES = 0.94, 0.96, 0.05


@dataclass(frozen=True)
class World:
    """One or more networks: arrays of networks x measures x schools."""

    n: np.ndarray
    disadvantaged_n: np.ndarray
    rate: np.ndarray
    disadvantaged_rate: np.ndarray


def world(random: np.random.Generator, networks: int, spread: float, gap: float) -> World:
    """Networks whose schools differ by `spread` and whose disadvantaged pupils lie `gap` below (both on the logit)."""
    schools = 20
    shape = (networks, len(RATES), schools)
    size = np.clip(random.lognormal(np.log(165), 0.35, (networks, 1, schools)), 40, 330).astype(int)
    share = random.beta(4, 6, (networks, 1, schools))
    disadvantaged = np.clip(np.rint(size * share), 10, size - 10).astype(int)
    middle = np.log(RATES / (1 - RATES))[None, :, None] + random.normal(0, 0.2, (networks, len(RATES), 1))
    logit = middle + random.normal(0, 1, shape) * spread
    lower = logit - gap + random.normal(0, 1, shape) * spread / 2
    return World(
        np.broadcast_to(size, shape),
        np.broadcast_to(disadvantaged, shape),
        1 / (1 + np.exp(-logit)),
        1 / (1 + np.exp(-lower)),
    )


def coverage(seed: int, networks: int, shrunk_networks: int) -> dict[str, float]:
    """The share of 95 % intervals that hold the truth, by kind."""
    random = np.random.default_rng(seed)
    held: dict[str, list[float]] = {}
    for size in _blocks(networks):
        w = world(random, size, spread=0.35, gap=0.5)
        others_n = w.n - w.disadvantaged_n
        a, b = random.binomial(w.disadvantaged_n, w.disadvantaged_rate), random.binomial(others_n, w.rate)
        a, an, b, bn = (x.ravel() for x in (a, w.disadvantaged_n, b, others_n))
        p, q = w.disadvantaged_rate.ravel(), w.rate.ravel()
        whole = random.binomial(w.n, w.rate).ravel()
        _keep(held, "Wilson, all pupils of a school", wilson_all(whole, w.n.ravel()), q)
        _keep(held, "Wilson, its disadvantaged pupils", wilson_all(a, an), p)
        _keep(held, "Newcombe, its gap", newcombe_all(a, an, b, bn), p - q)
        _keep(held, "relative risk, its gap", relative_risk_all(a, an, b, bn), p / q)
    for size in _blocks(shrunk_networks):
        w = world(random, size, spread=0.35, gap=0.0)
        counts = random.binomial(w.n, w.rate)
        for network in range(size):
            for measure in range(len(RATES)):
                intervals = shrunk(counts[network, measure], w.n[network, measure])
                _keep(held, "beta-binomial, shrunken rates", intervals, w.rate[network, measure])
    return {kind: float(np.mean(found)) for kind, found in held.items()}


def mistakes(seed: int, networks: int) -> dict[str, float]:
    """The share of reports on worlds in which nothing differs that comment all the same; and without our rule's
    allowance for the number of comparisons, the 95 % limits alone."""
    random = np.random.default_rng(seed)
    said = {"comments on a school": 0, "comments on a gap": 0, "a school outside 95 % (worth watching)": 0}
    for _ in range(networks):
        w = world(random, 1, spread=0.0, gap=0.0)
        found, gaps = _report(random, w, w.rate)
        said["comments on a school"] += Chance.HARDLY_CHANCE in found
        said["comments on a gap"] += Chance.HARDLY_CHANCE in gaps
        said["a school outside 95 % (worth watching)"] += Chance.WORTH_WATCHING in found
    return {what: count / networks for what, count in said.items()}


def noticed(seed: int, networks: int, points: float) -> float:
    """How often a school that lies `points` (a share) below its network in both years, on a measure that 75 per cent
    reach, is commented on."""
    random = np.random.default_rng(seed)
    place, times = int(np.flatnonzero(RATES == 0.75)[0]), 0
    for _ in range(networks):
        w = world(random, 1, spread=0.0, gap=0.0)
        rate = w.rate.copy()
        rate[0, place, 0] -= points
        found, _gaps = _report(random, w, rate)
        times += found[place * w.n.shape[2]] is Chance.HARDLY_CHANCE
    return times / networks


def _report(random: np.random.Generator, w: World, rate: np.ndarray) -> tuple[list[Chance], list[Chance]]:
    """What a report on one network says of its schools and of their gaps, two years drawn from `rate`."""
    n, years = w.n[0], [random.binomial(w.n[0], rate[0]) for _ in range(2)]
    columns = []
    for year in reversed(years):
        network = (year.sum(axis=1) / n.sum(axis=1)).repeat(n.shape[1])
        columns += [year.ravel().tolist(), n.ravel().tolist(), network.tolist()]
    shown = [Shown(*row) for row in zip(*columns, strict=True)]
    part = w.disadvantaged_n[0]
    a, b = random.binomial(part, rate[0]), random.binomial(n - part, rate[0])
    cells = (x.ravel().tolist() for x in (a, part, b, n - part))
    return chances(shown), gap_chances([TwoGroups(*four) for four in zip(*cells, strict=True)])


def _keep(
    held: dict[str, list[float]], kind: str, found: list[Interval | None] | list[Estimate | None], truth: np.ndarray
) -> None:
    pairs = [(f.low, f.high, t) for f, t in zip(found, truth.tolist(), strict=True) if f is not None]
    low, high, true = np.array(pairs).T
    held.setdefault(kind, []).append(float(((low <= true) & (true <= high)).mean()))


def _blocks(networks: int) -> Iterator[int]:
    while networks > 0:
        yield min(networks, BLOCK)
        networks -= BLOCK


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    seed, networks = options.seed, options.networks
    begun = time.perf_counter()
    fails = 0
    print(
        f"{networks:,} networks of 20 schools, {len(RATES)} measures, seed {seed}\n95 % intervals that hold the truth:"
    )
    for kind, share in coverage(seed, networks, max(networks // 10, 1)).items():
        fails += not AT_LEAST <= share <= AT_MOST
        print(f"  {kind:40} {100 * share:6.2f} %")
    print(f"Reports on worlds in which nothing differs ({len(RATES)} measures x 20 schools, two years), of which:")
    for what, share in mistakes(seed + 1, networks).items():
        fails += what.startswith("comments") and share > MOST_MISTAKES
        print(f"  {what:40} {100 * share:6.2f} %")
    print("A school that differs in both years is commented on:")
    for points in (0.05, 0.1, 0.15, 0.2):
        share = noticed(seed + 2, max(networks // 20, 1), points)
        print(f"  {f'{100 * points:.0f} points below 75 %':40} {100 * share:6.2f} %")
    print(f"{time.perf_counter() - begun:.0f} s")
    return 1 if fails else 0


if __name__ == "__main__":
    raise SystemExit(main())
