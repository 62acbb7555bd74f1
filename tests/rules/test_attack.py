"""Nobody with every published table and a solver can tell a small hidden count."""

import pytest

from domain.judged import Rules
from tests.random_networks import random_network


@pytest.mark.parametrize("seed", range(3))
def test_no_small_count_of_a_random_network_can_be_worked_out_from_all_that_is_shown(seed: int) -> None:
    exposed, hidden, _ = random_network(seed).attacked()
    assert hidden > 0
    assert exposed == []


@pytest.mark.parametrize("seed", [1, 3, 12])
def test_nor_from_an_edition_and_the_one_that_corrects_it(seed: int) -> None:
    first, second = random_network(seed), random_network(seed, corrected=4)
    assert first.truth != second.truth
    before = first.shown(first.hidden(Rules()))
    exposed, hidden, _ = second.attacked(before=before)
    assert hidden > 0
    assert exposed == []
