"""Between which ends a hidden count lies for all that is shown: by hand on small networks, and for networks drawn by lot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from domain.disclosure import Hidden, hide
from domain.judged import Rules, is_headline
from domain.protection import Counts, Relation
from domain.ranges import ranges_of
from domain.released_counts import TOTAL, Key, Sum, add_up
from tests.random_networks import random_network

LINE = Key("measure", "hollins", 11, "", TOTAL, TOTAL, "")
EET = LINE._replace(item="eet")
WIDTH = 5


def ends(values: list[int], shown: list[int], relations: list[Relation], asked: int) -> tuple[int, int] | None:
    size = len(values)
    flags = np.isin(np.arange(size), shown)
    counts = Counts(np.array(values, dtype=float), ~flags, ~flags, flags, np.ones(size), relations)
    return ranges_of(counts, flags, [asked]).get(asked)


def hidden_of(pupils: dict[str, int], rules: Rules | None = None) -> Hidden:
    """Of a school whose pupils are in these participations, with the measures that follow from them."""
    known = sum(count for participation, count in pupils.items() if participation != "unknown")
    measures = {
        "known": known,
        "unknown": pupils["unknown"],
        "eet": sum(pupils[participation] for participation in ("education", "training", "employment")),
        "education": pupils["education"],
    }
    line = LINE._replace(level="participation", stage="final")
    counts = {line._replace(item=participation): count for participation, count in pupils.items()}
    counts |= {LINE._replace(item=measure): count for measure, count in measures.items()}
    return hide({LINE.cohort(): sum(pupils.values()), **counts}, {}, rules or Rules())


PUPILS = {"education": 80, "training": 8, "employment": 3, "neet": 3, "unknown": 6}


def test_of_94_known_pupils_80_and_up_to_14_more_are_in_education_employment_or_training() -> None:
    # Employment and neither are small, training is hidden with them. 80 of 100 are shown to be in education and 6 not to
    # be known, so 14 are left for the three: 80 to 94 are in education, employment or training.
    found = hidden_of(PUPILS)
    assert {key.item for key in found.reasons} == {"training", "employment", "neet", "eet"}
    assert found.ranges == {EET: (80, 94)}


def test_the_public_is_told_no_range() -> None:
    found = hidden_of(PUPILS, Rules(1, 9, is_public=True))
    assert EET in found.reasons
    assert found.ranges == {}


def test_two_hidden_parts_lie_between_nought_and_what_is_left_for_them() -> None:
    # 40 = 3 + 12 + 25, of which 25 is shown
    assert ends([40, 3, 12, 25], [0, 3], [Relation(0, (1, 2, 3))], 1) == (0, 15)
    assert ends([40, 3, 12, 25], [0, 3], [Relation(0, (1, 2, 3))], 2) == (0, 15)


def test_both_ways_of_a_table_narrow_the_range() -> None:
    # Rows 2 10 / 9 20 with their totals; the first column's total is 11, so 2 is at most 11 and the 9 beside it too.
    relations = [Relation(0, (4, 5)), Relation(1, (6, 7)), Relation(2, (4, 6)), Relation(3, (5, 7))]
    assert ends([12, 29, 11, 30, 2, 10, 9, 20], [0, 1, 2, 3], relations, 5) == (1, 12)


def test_what_another_table_shows_is_known_and_what_has_no_upper_end_is_left_out() -> None:
    assert ends([40, 3, 3], [2], [Relation(2, (1,))], 1) == (3, 3)
    assert ends([40, 3, 37], [2], [Relation(0, (1, 2))], 1) is None


def test_half_pupils_are_rounded_inwards() -> None:
    # Of three counts (4, 5 and 6) each two are no more than 1 together, so all three (3) no more than one and a half.
    relations = [Relation(0, (4, 5, 7)), Relation(1, (5, 6, 8)), Relation(2, (4, 6, 9)), Relation(3, (4, 5, 6))]
    assert ends([1, 1, 1, 1, 1, 0, 0, 0, 1, 0], [0, 1, 2], relations, 3) == (0, 1)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 12))
@settings(max_examples=40)
def test_the_truth_lies_between_the_ends_of_one_school(education: int, others: int, neither: int, unknown: int) -> None:
    pupils = {"education": education, "training": 0, "employment": others, "neet": neither, "unknown": unknown}
    found = hidden_of(pupils)
    truth = {"education": education, "eet": education + others}
    assert set(found.ranges) == {key for key in found.reasons if is_headline(key)} or found.exposed
    assert all(low <= truth[key.item] <= high for key, (low, high) in found.ranges.items())


@pytest.mark.parametrize("seed", [1, 4])
def test_another_solver_that_is_told_only_what_is_shown_finds_the_same_ends(seed: int) -> None:
    network = random_network(seed)
    found = network.hidden(Rules())
    values, sums = add_up(network.judged, network.participations)
    place = {key: index for index, key in enumerate(values)}
    cells = [(row, place[key], sign) for row, one in enumerate(sums) for key, sign in signed(one)]
    rows, columns, signs = zip(*cells, strict=True)
    matrix = coo_matrix((signs, (rows, columns)), (len(sums), len(place)))
    shown = network.shown(found)
    bounds = [(shown.get(key, 0), shown.get(key)) for key in place]
    assert len(found.ranges) > 3
    for key, (low, high) in found.ranges.items():
        for sign, end in ((1, low), (-1, high)):
            cost = np.zeros(len(place))
            cost[place[key]] = sign
            told = linprog(cost, A_eq=matrix, b_eq=np.zeros(len(sums)), bounds=bounds)
            assert abs(end - sign * told.fun) < 1  # in whole pupils
            assert sign * (end - sign * told.fun) > -1e-6


def signed(one: Sum) -> list[tuple[Key, int]]:
    return [(one.whole, -1), *((part, 1) for part in one.parts)]


@pytest.mark.parametrize("seed", range(4))
def test_in_a_network_the_truth_lies_between_the_ends_and_a_few_who_are_not_in_it_stay_apart(seed: int) -> None:
    network = random_network(seed)
    found = network.hidden(Rules())
    assert found.ranges or found.exposed
    for key, (low, high) in found.ranges.items():
        assert low <= network.truth[key] <= high
        known = network.truth.get(key._replace(item="known"))
        if known is None or key._replace(item="known") in found.reasons:
            continue
        # Those who are known and not in it are as wide apart as it is: a few must stay unknown.
        if 1 <= known - network.truth[key] <= WIDTH or 1 <= network.truth[key] <= WIDTH:
            assert high - low >= min(WIDTH, known)
