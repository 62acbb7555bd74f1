"""Percentages as people read them: half up, exactly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rounding import percent, percent_text


@pytest.mark.parametrize(
    ("pupils", "cohort", "shown"),
    [(1, 8, "13%"), (1, 200, "1%"), (5, 200, "3%"), (9, 200, "5%"), (0, 12, "0%"), (12, 12, "100%"), (2, 3, "67%")],
)
def test_a_half_goes_up_where_the_machine_would_go_to_the_even_number(pupils: int, cohort: int, shown: str) -> None:
    assert percent_text(pupils, cohort) == shown


def test_there_is_no_percentage_of_nobody() -> None:
    assert percent(0, 0) is None
    assert [percent_text(0, 0), percent_text(None, 12), percent_text(3, None)] == ["–"] * 3


def test_places_after_the_point_are_kept_even_where_they_are_noughts() -> None:
    assert percent_text(1, 16, 1) == "6.3%"
    assert percent_text(1, 2, 1) == "50.0%"


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_rounding_agrees_with_decimal_arithmetic(pupils: int, cohort: int, places: int) -> None:
    # Twenty more digits than needed: a quotient of numbers this small that isn't a tie is further from one than that.
    exact = Decimal(100 * pupils) / Decimal(cohort)
    assert percent(pupils, cohort, places) == exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(st.integers(1, 10**6), st.integers(1, 999))
def test_every_exact_tie_goes_up(half: int, odd: int) -> None:
    # pupils / cohort = (2·odd + 1) / 200, a tie by construction
    assert percent((2 * odd + 1) * half, 200 * half) == odd + 1
