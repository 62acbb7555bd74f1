"""A whole year of thirty schools, with every file that came too late, wrong, twice or half: at each checkpoint every
mart says what is true, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.year.compare import COMPARED, Outcome, compare, open_doubts
from tests.year.dates import BEFORE, CHECKPOINTS, CYCLE, LAST
from tests.year.files import make_books
from tests.year.replay import live_through, new_home, truth_of
from tests.year.schools import NETWORK
from tests.year.world import make_world
from tests.year.writing import Written
from warehouse.database import Warehouse

# Landings beside the checkpoints, after each wave of files; `python -m tests.year.run` lands every day that brings news.
LANDINGS = ("2025-10-10", "2026-01-30", "2026-02-20", "2026-06-08", "2026-09-16", "2026-10-20")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What each checkpoint found: outcomes by table, doubts that are open and should be."""
    return dict(_live(tmp_path_factory.mktemp("a year")))


def _live(folder: Path) -> Iterator[tuple[str, dict[str, object]]]:
    world = make_world(1, NETWORK)
    # the Year 11 of two years ago would cost a build of its own, and only in the full run is it there
    books, content = make_books(1, world).only(lambda drop: drop.cycle != BEFORE), Written()
    days = list(CHECKPOINTS.values())
    landings = sorted([*map(date.fromisoformat, LANDINGS), *days])
    truth, home = truth_of(world, books, landings, content), new_home(folder, world.schools)
    names = {day: name for name, day in CHECKPOINTS.items()}
    for day in live_through(home, books, landings, days, content, wanted=COMPARED):
        with Warehouse(home.warehouse_file).open("test") as database:
            picture = truth.as_of(day, CYCLE)
            found = compare(database, picture, world.people)
            if day == days[-1]:
                found += compare(database, truth.as_of(day, LAST), world.people)
            yield (
                names[day],
                {"outcomes": found, "doubts": open_doubts(database), "expected doubts": picture.known.open_doubts()},
            )


@pytest.mark.parametrize("checkpoint", CHECKPOINTS)
def test_every_mart_says_what_is_true(checkpoint: str, checked: dict[str, dict[str, object]]) -> None:
    outcomes: list[Outcome] = checked[checkpoint]["outcomes"]  # type: ignore[assignment]
    assert [outcome.table for outcome in outcomes if outcome.missing] == []
    assert [line for outcome in outcomes for line in outcome.told()] == []


@pytest.mark.parametrize("checkpoint", CHECKPOINTS)
def test_just_the_files_that_are_wrong_as_a_whole_wait(checkpoint: str, checked: dict[str, dict[str, object]]) -> None:
    assert checked[checkpoint]["doubts"] == checked[checkpoint]["expected doubts"]
