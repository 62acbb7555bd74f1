"""The full replay: `python -m tests.year.run --seed N`. Every day with news is landed; once a week the landing is killed
at a random step and taken up again; at each checkpoint every mart is held against the truth, and a table is printed.

Exit code 1 where a cell differs.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.flow.steps import land_only
from tests.year.compare import COMPARED, Outcome, compare, open_doubts
from tests.year.dates import CHECKPOINTS, CYCLE, LAST
from tests.year.files import make_books
from tests.year.ledger import Books
from tests.year.replay import live_through, new_home, some_days, truth_of
from tests.year.schools import NETWORK
from tests.year.truth_picture import Picture
from tests.year.world import World, make_world
from tests.year.writing import Written
from warehouse.database import Database, Warehouse
from warehouse.home import Home

_STEP_BY_STEP = Path(__file__).parents[1] / "flow" / "landing_step_by_step.py"
_SIX_WEEKS = CHECKPOINTS["six weeks after results"]


class Killer:
    """Lands; once in seven days a landing is killed on its way, and then taken up again."""

    def __init__(self, seed: int) -> None:
        self.random, self.last, self.killed = Random(f"kills {seed}"), date.min, 0

    def __call__(self, home: Home, day: date) -> None:
        if day - self.last >= timedelta(7):
            self.last = day
            command = [sys.executable, str(_STEP_BY_STEP), str(home.path), day.isoformat(), str(self.random.randint(1, 24))]  # fmt: skip
            done = subprocess.run(command, capture_output=True, check=False)
            self.killed += done.returncode == -signal.SIGKILL
        land_only(home, day)


def replay(seed: int, folder: Path) -> int:
    """Live through the year of a seed; returns the number of differing cells."""
    world = make_world(seed, NETWORK)
    books, content, killer = make_books(seed, world), Written(), Killer(seed)
    days = list(CHECKPOINTS.values())
    landings = some_days(books.days(), days, 1)
    truth, home = truth_of(world, books, landings, content), new_home(folder, world.schools)
    print(f"Seed {seed}: {len(world.schools)} schools, {len(world.people)} pupils, {len(truth.deliveries)} deliveries on {len(landings)} days")  # fmt: skip
    names, differing = {day: name for name, day in CHECKPOINTS.items()}, 0
    for day in live_through(home, books, landings, days, content, killer, COMPARED):
        with Warehouse(home.warehouse_file).open("the simulated year") as database:
            picture = truth.as_of(day, CYCLE)
            outcomes = compare(database, picture, world.people) + compare(
                database, truth.as_of(day, LAST), world.people
            )
            tell(names[day], database, picture, outcomes, world)
            differing += sum(len(outcome.differing) + outcome.missing for outcome in outcomes)
            differing += open_doubts(database) != picture.known.open_doubts()
            if day == _SIX_WEEKS:
                everything = _confirmed(database)
    print(f"\n{killer.killed} landings were killed and taken up again")
    rolls_alone = _with_rolls_alone(world, books, folder.with_name(f"{folder.name}-rolls"), content)
    print(f"Confirmed on {_SIX_WEEKS:%d %B}: {rolls_alone:.1%} with the network's rolls alone, {everything:.1%} with all that was typed")  # fmt: skip
    return differing


def tell(name: str, database: Database, picture: Picture, outcomes: Sequence[Outcome], world: World) -> None:
    """One checkpoint of the table."""
    claims = database.value("select count(*) from core.claims where cycle = ?", [CYCLE])
    print(f"\n{name}, {picture.as_of:%d %B %Y}: {len(picture.members)} pupils in {len(picture.groups)} cohorts, {claims} claims")  # fmt: skip
    for table in dict.fromkeys(outcome.table for outcome in outcomes):
        same = [outcome for outcome in outcomes if outcome.table == table]
        state = "missing" if any(o.missing for o in same) else f"{sum(len(o.differing) for o in same):>6} differ"
        print(f"  {table:<32}{sum(o.cells for o in same):>8} cells  {state}")
        for line in (line for outcome in same for line in outcome.told()):
            print(f"      {line}")
    true, told = no_shows(world, picture), _told_no_shows(database, world)
    print(f"  no-shows: {len(true)} true, {len(true & told)} found, {len(told - true)} not so in the end")


def no_shows(world: World, picture: Picture) -> set[int]:
    """Who is, in the world and not only by the files, at no school of the network though one that has sent its autumn
    roll was named last."""
    rolled = {school_id for school_id, _ in picture.rolls}
    return {
        person for person, story in world.stories.items()
        if person in picture.members and not story.in_network and (said := picture.said(person)) and said.at in rolled
        and picture.as_of >= picture.days["term_starts"]
    }  # fmt: skip


def _told_no_shows(database: Database, world: World) -> set[int]:
    names = {(p.surname, p.forename): p.key for p in world.people}
    sql = """select p.surname, p.forename from core.reconciliation as r join core.pupils as p using (pupil_id)
             where r.cycle = ? and r.state = 'no_show'"""
    return {names[name] for name in database.query(sql, [CYCLE]).iter_rows()}


def _confirmed(database: Database) -> float:
    sql = "select sum(confirmed) / sum(cohort) from mart.coverage where cycle = ? and stage = 'final'"
    return float(str(database.value(sql, [CYCLE])))


def _with_rolls_alone(world: World, books: Books, folder: Path, content: Written) -> float:
    """The share confirmed where nobody types a final destination."""
    few = books.only(lambda drop: drop.kind == "roll" or drop.stage == "intended")
    home, landings = new_home(folder, world.schools), some_days(few.days(), [_SIX_WEEKS], 20)
    for _ in live_through(home, few, landings, [_SIX_WEEKS], content, wanted=COMPARED):
        with Warehouse(home.warehouse_file).open("the simulated year") as database:
            return _confirmed(database)
    raise AssertionError("the year has no October")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Live through a simulated year and hold every mart against the truth.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="where to leave the home; else it is thrown away")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="destinations-year-") as throw_away:
        sys.exit(1 if replay(options.seed, options.home or Path(throw_away) / "home") else 0)
