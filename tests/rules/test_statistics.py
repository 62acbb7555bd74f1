"""How sure a figure is, held against published worked examples, and what must hold of any counts."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.statistics import AT_LEAST, AT_MOST, MOST_MISTAKES, coverage, mistakes, noticed
from domain.statistics import (
    TwoGroups,
    best_and_worst,
    newcombe,
    newcombe_all,
    pooled,
    relative_risk,
    wilson,
    wilson_all,
)
from domain.statistics_chance import Chance, Shown, chances, funnel_limits, gap_chances
from domain.statistics_schools import gap_parts, shrunk


@st.composite
def rates(draw: st.DrawFn, fewest: int = 1) -> tuple[int, int]:
    n = draw(st.integers(fewest, 400))
    return draw(st.integers(0, n)), n


# Newcombe (1998), Statistics in Medicine 17: the worked examples of "Two-sided confidence intervals for the single
# proportion" (table I, method 3) and of "Interval estimation for the difference …" (table II, method 10).
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(count: int, n: int, low: float, high: float) -> None:
    found = wilson(count, n)
    assert found and (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_interval_is_the_published_one(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(*first, *second)
    assert found and (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nobody_has_no_interval_and_the_others_keep_their_place() -> None:
    assert wilson(0, 0) is None and newcombe(0, 0, 1, 2) is None and relative_risk(1, 2, 0, 5) is None
    assert wilson_all([5, 0, 3], [10, 0, 3]) == [wilson(5, 10), None, wilson(3, 3)]
    assert newcombe_all([5, 0], [10, 0], [1, 1], [2, 2]) == [newcombe(5, 10, 1, 2), None]


def test_a_count_above_its_cohort_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and its cohort"):
        wilson(6, 5)
    with pytest.raises(ValueError, match="don't fit into 10"):
        best_and_worst(8, 3, 10)


def test_relative_risk_by_eye() -> None:
    # Half as likely; by hand with half a pupil added: log(15.5/30.5 · 100.5/100.5) ± 1.96 · √(1/15.5 + 1/30.5 − 2/100.5)
    found = relative_risk(15, 100, 30, 100)
    assert found and found.value == 0.5
    assert (round(found.low, 2), round(found.high, 2)) == (0.29, 0.88)


def test_unknown_pupils_widen_a_rate_from_worst_to_best() -> None:
    bounds = best_and_worst(80, 10, 100)
    assert bounds and (bounds.low, bounds.high, bounds.as_known) == (0.8, 0.9, 80 / 90)
    nobody_known = best_and_worst(0, 4, 4)
    assert nobody_known and (nobody_known.low, nobody_known.high, nobody_known.as_known) == (0, 1, None)
    assert best_and_worst(0, 0, 0) is None


def test_years_are_pooled_by_pupils_never_by_rates() -> None:
    assert pooled([(9, 10), (50, 100)]).share == 59 / 110
    assert pooled([]).share is None


@given(rates(), rates())
def test_intervals_hold_what_they_are_about_and_turn_with_it(first: tuple[int, int], second: tuple[int, int]) -> None:
    (count, n), (other, other_n) = first, second
    alone, gap, back = wilson(count, n), newcombe(*first, *second), newcombe(*second, *first)
    assert alone and alone.holds(count / n) and 0 <= alone.low < alone.high <= 1
    mirrored = wilson(n - count, n)
    assert mirrored and (mirrored.low, mirrored.high) == pytest.approx((1 - alone.high, 1 - alone.low))
    assert gap and back and (gap.low, gap.high) == pytest.approx((-back.high, -back.low))
    assert gap.low - 1e-12 <= count / n - other / other_n <= gap.high + 1e-12
    risk = relative_risk(*first, *second)
    assert (risk is None) == (other == 0)
    assert risk is None or risk.low <= risk.value <= risk.high


@given(rates(2), st.integers(2, 20))
def test_more_pupils_at_the_same_rate_make_an_interval_shorter(rate: tuple[int, int], times: int) -> None:
    few, many = wilson(*rate), wilson(rate[0] * times, rate[1] * times)
    assert few and many and many.high - many.low < few.high - few.low


def test_funnel_limits_are_exact_for_ten_coins() -> None:
    # Of ten fair coins 0, 1, 9 or 10 heads come in 2 · 11 / 1,024 = 2.1 % of throws; 2 or fewer alone in 5.5 %.
    limits = funnel_limits(0.5, [10, 0])
    assert limits[0] and (limits[0].inner.low, limits[0].inner.high) == (0.2, 0.8)
    assert (limits[0].outer.low, limits[0].outer.high) == (0.1, 0.9)  # all ten alike: 2 / 1,024 = 0.195 %
    assert limits[1] is None


@given(st.floats(0, 1), st.integers(1, 400))
def test_the_outer_limits_enclose_the_inner_ones_and_both_the_rate(rate: float, n: int) -> None:
    (limits,) = funnel_limits(rate, [n])
    assert limits
    inner, outer = limits.inner, limits.outer
    assert 0 <= outer.low <= inner.low <= rate + 1 / n and rate - 1 / n <= inner.high <= outer.high <= 1


@given(rates(10), st.floats(0.05, 0.95))
def test_what_is_commented_on_lies_outside_the_limits_that_the_reader_sees(
    rate: tuple[int, int], network: float
) -> None:
    (limits,), (said,) = funnel_limits(network, [rate[1]]), chances([Shown(*rate, network)])
    assert limits
    share = rate[0] / rate[1]
    assert (said is Chance.COULD_BE_CHANCE) == limits.inner.holds(share)
    assert (said is Chance.HARDLY_CHANCE) == (not limits.outer.holds(share))


def test_two_successive_years_outside_tell_what_one_does_not() -> None:
    low, level = (130, 160), (147, 160)
    once = Shown(*low, 0.88)
    assert chances([once]) == [Chance.WORTH_WATCHING]
    assert chances([Shown(*low, 0.88, *low, 0.88)]) == [Chance.HARDLY_CHANCE]
    assert chances([Shown(*low, 0.88, *level, 0.88)]) == [Chance.WORTH_WATCHING]
    above = (150, 160)
    assert chances([Shown(*low, 0.88, *above, 0.88)]) == [Chance.WORTH_WATCHING]  # the other side says nothing


def test_a_report_that_compares_much_comments_on_less() -> None:
    far, ordinary = Shown(128, 160, 0.89), Shown(142, 160, 0.89)
    assert chances([far]) == [Chance.HARDLY_CHANCE]
    assert chances([far] + [ordinary] * 150)[0] is Chance.WORTH_WATCHING
    assert chances([Shown(0, 9, 0.9)]) == [Chance.TOO_FEW]
    assert chances([]) == gap_chances([]) == []


def test_gaps_by_eye() -> None:
    clear, slight, few = TwoGroups(30, 60, 50, 60), TwoGroups(50, 60, 52, 60), TwoGroups(0, 9, 50, 60)
    assert gap_chances([clear, slight, few]) == [Chance.HARDLY_CHANCE, Chance.COULD_BE_CHANCE, Chance.TOO_FEW]


def test_small_schools_are_drawn_towards_the_network_and_large_ones_hardly() -> None:
    small, large, *_ = shrunk([2, 60, 150, 170, 160, 0], [10, 300, 200, 200, 200, 0])
    assert small and large
    assert small.value - 0.2 > 4 * (large.value - 0.2) > 0
    assert small.low < small.value < small.high
    assert shrunk([1, 0], [2, 0])[1] is None and shrunk([0], [0]) == [None]


@settings(max_examples=30)
@given(st.lists(rates(), min_size=2, max_size=12))
def test_shrunken_rates_keep_the_order_of_equal_cohorts_and_stay_between(counts: list[tuple[int, int]]) -> None:
    n = counts[0][1]
    drawn = shrunk([min(count, n) for count, _ in counts], [n] * len(counts))
    ordered = sorted(zip((min(count, n) for count, _ in counts), drawn, strict=True), key=lambda pair: pair[0])
    values = [estimate.value for _, estimate in ordered if estimate]
    assert len(values) == len(counts) and all(b >= a - 1e-9 for a, b in pairwise(values))
    assert all(estimate and 0 <= estimate.low <= estimate.value <= estimate.high <= 1 for estimate in drawn)


def test_a_gap_can_lie_wholly_between_schools() -> None:
    # At either school both groups do equally well (40 % and 90 %); the first group is mostly at the first school.
    parts = gap_parts([TwoGroups(32, 80, 8, 20), TwoGroups(18, 20, 72, 80)])
    assert parts and parts.within == pytest.approx(0) and parts.between == pytest.approx(-0.3)
    assert parts.total == pytest.approx(0.5 - 0.8)


@given(st.lists(st.tuples(rates(), rates()), min_size=1, max_size=8))
def test_the_parts_of_a_gap_sum_to_it(schools: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    parts = gap_parts([TwoGroups(*first, *second) for first, second in schools] + [TwoGroups(0, 0, 5, 9)])
    firsts, seconds = zip(*schools, strict=True)
    gap = pooled(firsts).share - pooled(seconds).share  # type: ignore[operator]
    assert parts and parts.schools == len(schools)
    assert parts.within + parts.between == pytest.approx(gap)
    assert gap_parts([TwoGroups(0, 0, 5, 9)]) is None


def test_intervals_hold_the_truth_about_nineteen_times_in_twenty() -> None:
    for kind, share in coverage(seed=7, networks=40, shrunk_networks=15).items():
        assert AT_LEAST - 0.005 <= share <= AT_MOST + 0.005, kind  # few networks: half a point of luck


def test_where_nothing_differs_hardly_a_report_comments_and_a_real_difference_is_seen() -> None:
    said = mistakes(seed=8, networks=120)
    assert said["comments on a school"] <= MOST_MISTAKES and said["comments on a gap"] <= MOST_MISTAKES
    assert noticed(seed=9, networks=20, points=0.2) > 0.8


def test_the_command_line_starts_without_the_statistics_packages() -> None:
    code = "import sys, pipelines.cli, domain.statistics_chance; print([m for m in sys.modules if 'statsmodels' in m or m == 'scipy.stats'])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
