"""Whatever comes in whatever order, the warehouse that grew with it equals one rebuilt from the archive and the log, table by table."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from steps import contents, land_and_build, new_home, noon

from assets.landing import delivery_id
from domain.identifiers import upn_check_letter
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home

START = date(2026, 9, 10)
PATHS = (
    "hollins/2025-26/roll/roll.csv",
    "hollins/2025-26/Y11-final/final.csv",
    "hollins/2025-26/Y11-intended/intended.csv",
    "marsh/2025-26/Y11-final/final.csv",
    "marsh/2024-25/Y11-final/final.csv",
    "hollins/2024-25/Y11-roll/roll.csv",
    "hollins/2025-26/applications/college.csv",
    "hollins/2025-26/encounters/careers.csv",
    "_network/2025-26/feedback/college.csv",
)
STATUSES = ("Applied", "Offer", "Enrolled")
TYPES = ("FE_COLLEGE", "SIXTH_FORM", "EMPLOYMENT", "FE_COLEGE", "")


@dataclass(frozen=True)
class Drop:
    """A version of a file arrives at a path."""

    path: str
    version: int


@dataclass(frozen=True)
class Withdrawal:
    """The n-th delivery so far (if there is one) is withdrawn, or restored."""

    number: int
    decision: str


def upn(number: int) -> str:
    body = f"999400{number:06d}"
    return upn_check_letter(body) + body


def content(path: str, version: int) -> str:
    """Four pupils at most; a version decides who is in it and what it says. Version 3 lacks what makes it a file of its kind."""
    numbers = [number for number in range(4) if (number + version) % 4 != 3]
    if "roll" in path:
        lines = ["UPN,Surname,Forename,DOB,Year group,Pupil premium"]
        lines += [f"{upn(n)},Surname{n},Forename{n},0{n + 1}/10/2009,11,{'Y' if n % 2 else 'N'}" for n in numbers]
    elif "applications" in path:
        lines = ["UPN,Provider,Course,Status,Date recorded"]
        lines += [
            f"{upn(n)},Larkhill College,Art,{STATUSES[(n + version) % 3]},0{1 + version}/09/2026" for n in numbers
        ]
    elif "encounters" in path:
        lines = ["UPN,Date of encounter,Kind of encounter"]
        lines += [f"{upn(n)},0{n + 1}/03/202{5 + version % 2},Employer" for n in numbers]
    elif "feedback" in path:
        lines = ["UPN,Destination,Provider,Date recorded"]
        lines += [f"{upn(n)},FE college,Larkhill College,0{1 + version}/09/2026" for n in (*numbers, 7)]
    else:
        lines = ["UPN,Surname,Forename,DOB,Destination,Provider,Date recorded"]
        lines += [
            f"{upn(n)},Surname{n},Forename{n},0{n + 1}/10/2009,{TYPES[(n + version) % 5]},Larkhill College,0{1 + (n * version) % 9}/09/2026"
            for n in numbers
        ]
    return "\n".join(lines[1:] if version == 3 else lines) + "\n"


actions = st.lists(
    st.one_of(
        st.builds(Drop, st.sampled_from(PATHS), st.integers(0, 3)),
        st.builds(Withdrawal, st.integers(0, 3), st.sampled_from(["withdraw", "restore"])),
    ),
    min_size=2,
    max_size=6,
)


def take(home: Home, step: Drop | Withdrawal, day: date) -> None:
    if isinstance(step, Drop):
        file = home.inbox / step.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content(step.path, step.version), "utf-8")
        return
    log = EventLog(home.event_log)
    deliveries = [event for event in log.events() if event.kind == "delivery"]
    if len(deliveries) > step.number:
        chosen = delivery_id(deliveries[step.number])
        log.append([(step.decision, {"delivery_id": chosen}, "tester", "because")], noon(day))


def live_through(folder: Path, *days: list[Drop | Withdrawal]) -> None:
    """Day after day some steps; in the end the warehouse is thrown away and rebuilt, and nothing differs."""
    home = new_home(folder)
    day = START
    for steps in days:
        day += timedelta(days=9)
        for step in steps:
            take(home, step, day)
        land_and_build(home, day)
    grown = contents(home)
    home.warehouse_file.unlink()
    land_and_build(home, day)
    rebuilt = contents(home)
    assert grown.keys() == rebuilt.keys()
    assert [name for name in grown if grown[name] != rebuilt[name]] == []
    with Warehouse(home.warehouse_file).open("test") as database:
        columns = "header_records + dropped_records + held_rows + superseded_rows + excluded_rows + counted_rows"
        if database.exists("mart.conservation"):
            assert database.value(f"select count(*) from mart.conservation where records <> {columns}") == 0


def test_a_then_b_then_a_again_and_a_withdrawal(tmp_path: Path) -> None:
    a, b = Drop(PATHS[1], 0), Drop(PATHS[1], 1)
    live_through(tmp_path, [Drop(PATHS[0], 0), a], [b], [a], [Withdrawal(2, "withdraw")])


def test_the_same_bytes_in_two_places_and_an_older_year_that_comes_late(tmp_path: Path) -> None:
    live_through(tmp_path, [Drop(PATHS[1], 1), Drop(PATHS[3], 1)], [Drop(PATHS[4], 1)], [Drop(PATHS[5], 2)])


def test_what_others_say_of_pupils_whose_roll_comes_last(tmp_path: Path) -> None:
    live_through(tmp_path, [Drop(PATHS[8], 0), Drop(PATHS[6], 2), Drop(PATHS[7], 0)], [Drop(PATHS[0], 1)])


@settings(max_examples=2)
@given(actions)
def test_any_sequence_of_deliveries_and_decisions(steps: list[Drop | Withdrawal]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        live_through(Path(folder), *([step] for step in steps))
