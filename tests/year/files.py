"""The year's books: everything that schools drop and people decide, from a world and a seed."""

from __future__ import annotations

from random import Random

from tests.year.ledger import Books
from tests.year.mishaps import Mishaps, slips
from tests.year.rolls import Rolls, habits
from tests.year.said import Said
from tests.year.world import World


def make_books(seed: int, world: World) -> Books:
    """The books of a seed, always the same ones; files without a row are never sent."""
    random = Random(f"files {seed}")
    ways = habits(random, world.schools)
    meant = [*Rolls(world, ways, random).drops(), *Said(world, ways, random).drops()]
    sent = [drop for drop in slips(meant, random) if drop.rows]
    drops, decisions = Mishaps(sent).plan()
    return Books(tuple(drops), tuple(decisions))
