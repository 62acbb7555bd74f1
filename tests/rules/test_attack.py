"""Nobody with every published table and a solver can tell a small hidden count."""

import pytest

from tests.random_networks import random_network


@pytest.mark.parametrize("seed", range(3))
def test_no_small_count_of_a_random_network_can_be_worked_out_from_all_that_is_shown(seed: int) -> None:
    exposed, hidden, _ = random_network(seed).attacked()
    assert hidden > 0
    assert exposed == []
