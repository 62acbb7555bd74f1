"""The warehouse lives through the year: files are dropped and landed day by day, decisions taken, and at the
checkpoints everything is built."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from assets.landing import delivery_id
from pipelines.decisions import decide
from tests.flow.steps import land_and_build, land_only
from tests.year.ledger import Books, Drop, deliveries, in_force, landing_day
from tests.year.schools import School, home_schools_csv
from tests.year.truth_picture import Truth
from tests.year.world import World
from warehouse.events import EventLog
from warehouse.home import Home

Land = Callable[[Home, date], object]


def new_home(folder: Path, schools: tuple[School, ...]) -> Home:
    """An empty home of these schools."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "network.toml").write_text('[network]\nname = "A simulated network"\n', "utf-8")
    (folder / "schools.csv").write_bytes(home_schools_csv(schools))
    home = Home(folder)
    home.prepare()
    return home


def drop(home: Home, path: str, content: bytes) -> None:
    """Put a file where a school would."""
    file = home.inbox / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def live_through(
    home: Home,
    books: Books,
    landings: Sequence[date],
    checkpoints: Sequence[date],
    content: Callable[[Drop], bytes],
    land: Land = land_only,
    wanted: Sequence[str] = (),
) -> Iterator[date]:
    """Live from landing to landing; yields each checkpoint's day once everything (or the `wanted` tables) is built as
    of it.

    What lies between two landings is dropped before the later one. `landings` hold the checkpoints.
    """  # fmt: skip
    for day in landings:
        for item in in_force([item for item in books.drops if landing_day(item.day, landings) == day]):
            drop(home, item.path, content(item))
        decisions = [decision for decision in books.decisions if landing_day(decision.day, landings) == day]
        if decisions or day not in checkpoints:
            land(home, day)
        for decision in decisions:
            decide(home.path, decision.kind, _newest(home, decision.path), decision.why, day)
        if day in checkpoints:
            land_and_build(home, day, wanted)
            yield day


def _newest(home: Home, path: str) -> str:
    events = EventLog(home.event_log).events()
    return [delivery_id(e) for e in events if e.kind == "delivery" and e.data["path"] == path][-1]


def some_days(days: Sequence[date], checkpoints: Sequence[date], every: int) -> list[date]:
    """Landings on every so-many-th day of news, and at the checkpoints; nothing after the last of these."""
    chosen = {*days[::every], *checkpoints}
    return sorted(day for day in chosen if day <= max(checkpoints))


def truth_of(world: World, books: Books, landings: Sequence[date], content: Callable[[Drop], bytes]) -> Truth:
    """The truth about what these landings take in; a decision is known from the landing on which it is taken."""
    decisions = tuple(
        replace(decision, day=day) for decision in books.decisions if (day := landing_day(decision.day, landings))
    )
    schools = {school.school_id: school for school in world.schools}
    return Truth(schools, deliveries(books, landings, content), decisions)
