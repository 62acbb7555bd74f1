"""What holds for every year: neither the order of files nor sending them again changes anything, nothing disappears, and
all can be made anew from the archive and the log."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.flow.steps import contents, land_and_build
from tests.year.compare import compare, open_doubts
from tests.year.dates import CHECKPOINTS, CYCLE, NEXT
from tests.year.files import make_books
from tests.year.ledger import Books
from tests.year.replay import live_through, new_home, some_days, truth_of
from tests.year.schools import TINY
from tests.year.world import World, make_world
from tests.year.writing import Written
from warehouse.database import Warehouse
from warehouse.home import Home

DAY = CHECKPOINTS["leaders' pack"]
SEED = 3


def live(folder: Path, world: World, books: Books, landings: Sequence[date]) -> Home:
    home = new_home(folder, world.schools)
    assert list(live_through(home, books, landings, [DAY], Written())) == [DAY]
    return home


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Books, list[date], Home]:
    """A year of five schools in four landings, with the cycle and the rolls of the next one."""
    world = make_world(SEED, TINY)
    books = make_books(SEED, world).only(lambda drop: drop.cycle in (CYCLE, NEXT))
    landings = some_days(books.days(), [DAY], 24)
    return world, books, landings, live(tmp_path_factory.mktemp("year"), world, books, landings)


def test_another_world_is_true_too(year: tuple[World, Books, list[date], Home]) -> None:
    world, books, landings, home = year
    picture = truth_of(world, books, landings, Written()).as_of(DAY, CYCLE)
    with Warehouse(home.warehouse_file).open("test") as database:
        assert [line for outcome in compare(database, picture, world.people) for line in outcome.told()] == []
        assert open_doubts(database) == picture.known.open_doubts()


def test_nothing_disappears_and_every_cohort_is_whole(year: tuple[World, Books, list[date], Home]) -> None:
    world, books, landings, home = year
    lines = sum(len(d.drop.rows) + 1 for d in truth_of(world, books, landings, Written()).deliveries)
    with Warehouse(home.warehouse_file).open("test") as database:
        balance = """select sum(records)::bigint, count(*) filter (
            where records <> header_records + dropped_records + held_rows + superseded_rows + excluded_rows + counted_rows
        ) from mart.conservation"""
        assert database.query(balance).row(0) == (lines, 0)
        for table, by in (("mart.destinations_by_school", "breakdown"), ("mart.participation_by_school", "breakdown")):
            keys = f"cycle, school_id, year_group, stage, breakdown_topic, {by}"
            sql = f"select count(*) from (select sum(pupils) <> any_value(cohort) as is_wrong from {table} group by {keys}) where is_wrong"
            assert database.value(sql) == 0


def test_files_in_another_order_and_sent_again_and_all_made_anew_give_the_same(
    year: tuple[World, Books, list[date], Home], tmp_path: Path
) -> None:
    world, books, landings, home = year
    drops = list(books.drops)
    Random(SEED).shuffle(drops)
    newest = {drop.path: drop for drop in sorted(books.drops, key=lambda drop: drop.day)}
    again = [
        replace(drop, day=landing)
        for drop in newest.values()
        if (landing := next((day for day in landings if day > drop.day + timedelta(40)), None))
    ]
    other = new_home(tmp_path / "other", world.schools)
    assert list(live_through(other, Books((*drops, *again), books.decisions), landings, [], Written())) == []
    rebuilt = Home(shutil.copytree(other.path, tmp_path / "again", ignore=shutil.ignore_patterns("warehouse.duckdb*")))
    land_and_build(rebuilt, DAY)
    assert contents(rebuilt) == contents(home)
