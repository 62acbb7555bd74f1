"""Which further counts must be hidden, on tables small enough to be worked out by eye."""

from __future__ import annotations

import numpy as np

from domain.protection import Counts, Relation, protect


def hidden_of(
    values: list[int], small: list[int], relations: list[Relation], fixed: list[int]
) -> tuple[set[int], list[int]]:
    size = len(values)
    flags = np.isin(np.arange(size), small)
    found, exposed = protect(
        Counts(
            values=np.array(values, dtype=float), hidden=flags, guarded=flags.copy(), fixed=np.isin(np.arange(size), fixed),
            costs=np.log2(2 + np.array(values, dtype=float)), relations=relations,
        ),
        width=5,
    )  # fmt: skip
    return set(np.flatnonzero(found).tolist()), exposed


def test_beside_one_small_count_the_smallest_other_is_hidden() -> None:
    # 40 pupils: 3 small, 12, 25; the total is always shown.
    found, exposed = hidden_of([40, 3, 12, 25], [1], [Relation(0, (1, 2, 3))], [0])
    assert found == {1, 2}
    assert exposed == []


def test_two_small_counts_that_add_up_to_too_little_take_a_third_with_them() -> None:
    # 1 and 2 alone would each be known to be at most 3.
    found, exposed = hidden_of([30, 1, 2, 8, 19], [1, 2], [Relation(0, (1, 2, 3, 4))], [0])
    assert found == {1, 2, 3}
    assert exposed == []


def test_a_table_with_totals_both_ways_hides_a_rectangle() -> None:
    # rows 2 10 / 9 20, totals of rows, columns and all; what is hidden in one row alone the columns would give away.
    values = [41, 12, 29, 11, 30, 2, 10, 9, 20]
    relations = [
        Relation(0, (1, 2)),
        Relation(0, (3, 4)),
        Relation(1, (5, 6)),
        Relation(2, (7, 8)),
        Relation(3, (5, 7)),
        Relation(4, (6, 8)),
    ]
    found, exposed = hidden_of(values, [5], relations, [0, 1, 2, 3, 4])
    assert found == {5, 6, 7, 8}
    assert exposed == []


def test_what_always_shown_totals_give_away_is_said() -> None:
    # A total of 7 with 4 always shown: the other can only be 3.
    found, exposed = hidden_of([7, 4, 3], [2], [Relation(0, (1, 2))], [0, 1])
    assert found == {2}
    assert exposed == [2]


def test_what_has_two_names_is_hidden_under_both() -> None:
    # 3 of 40 are apprentices, in one table (1) and in another (4); so are the 12 beside them (2 and 5).
    relations = [Relation(0, (1, 2, 3)), Relation(4, (1,)), Relation(5, (2,))]
    found, exposed = hidden_of([40, 3, 12, 25, 3, 12], [1], relations, [0])
    assert {1, 4} < found
    assert found - {1, 4} in ({2, 5}, {3})
    assert exposed == []


def test_what_another_table_always_shows_is_said_to_be_given_away() -> None:
    found, exposed = hidden_of([40, 3, 37, 3], [1], [Relation(0, (1, 2)), Relation(3, (1,))], [0, 3])
    assert found == {1}
    assert exposed == [1]
