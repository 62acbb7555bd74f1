"""What leaders may not see, as a table read by eye and as a promise about every cell."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.disclosure import suppress

NUMBER = {"pupils": pl.Int64, "cohort": pl.Int64}


def status(pupils: int | None, cohort: int | None, **bounds: int) -> str:
    cells = pl.DataFrame([(pupils, cohort)], schema=NUMBER, orient="row")
    return str(suppress(cells, **bounds)["status"].item())


@pytest.mark.parametrize(
    ("pupils", "cohort", "expected"),
    [
        (0, 0, "not_available"),
        # A cohort of 1 to 5 hides all its cells, noughts included.
        (0, 1, "suppressed"),
        (1, 1, "suppressed"),
        (0, 5, "suppressed"),
        (1, 5, "suppressed"),
        (5, 5, "suppressed"),
        # From 6 on the count decides: a true nought is shown, 1 to 5 are not.
        (0, 6, "published"),
        (1, 6, "suppressed"),
        (5, 6, "suppressed"),
        (6, 6, "published"),
        (0, 100, "published"),
        (1, 100, "suppressed"),
        (5, 100, "suppressed"),
        (6, 100, "published"),
        # Without a cohort the count decides alone.
        (0, None, "published"),
        (1, None, "suppressed"),
        (5, None, "suppressed"),
        (6, None, "published"),
        # There is nothing to show.
        (None, 20, "not_available"),
        (None, 3, "not_available"),
        (None, None, "not_available"),
        (None, 0, "not_available"),
    ],
)
def test_small_counts_and_small_cohorts_are_hidden(pupils: int | None, cohort: int | None, expected: str) -> None:
    assert status(pupils, cohort) == expected


def test_a_network_may_hide_more() -> None:
    assert status(9, 100, high=9) == "suppressed"
    assert status(10, 100, high=9) == "published"
    assert status(0, 9, high=9) == "suppressed"
    assert status(0, 2, low=3, high=9) == "suppressed"
    assert status(2, 100, low=3, high=9) == "published"


def test_the_rest_of_a_cohort_is_judged_like_any_other_cell() -> None:
    # 15 of 20 give away the 5 that are hidden: that is secondary suppression, which this module doesn't do yet.
    cells = pl.DataFrame([(15, 20), (5, 20), (0, 20)], schema=NUMBER, orient="row")
    assert suppress(cells)["status"].to_list() == ["published", "suppressed", "published"]
    assert suppress(pl.DataFrame([(6, 7), (1, 7)], schema=NUMBER, orient="row"))["status"].to_list() == [
        "published",
        "suppressed",
    ]


def test_cells_keep_their_names_and_no_cells_are_no_cells() -> None:
    named = pl.DataFrame({"school_id": ["hollins"], "item": ["apprenticeship"], "pupils": [3], "cohort": [40]})
    assert suppress(named).to_dicts() == [{**named.to_dicts()[0], "status": "suppressed"}]
    assert suppress(named.clear()).height == 0


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)), st.integers(1, 10))
def test_nothing_small_is_ever_published_and_no_cell_is_lost(cells: list[list[int]], high: int) -> None:
    frame = pl.DataFrame(cells, schema=NUMBER, orient="row")
    judged = suppress(frame, high=high)
    assert judged.drop("status").equals(frame)
    shown = judged.filter(status="published")
    assert not shown.filter(pl.col("pupils").is_between(1, high) | pl.col("cohort").is_between(0, high)).height
    assert set(judged["status"]) <= {"published", "suppressed", "not_available"}
