"""What lies in an inbox, whatever it is called and whatever it is: nothing of it keeps the rest from being taken in,
nothing but files is opened, and what is left is told."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from school_files import drop, final, roll
from steps import new_home, noon

from assets.arrivals import arrivals, look_into, take_in
from assets.landing import land
from pipelines.edge import pause
from pipelines.leftovers import leftover_sentences
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.files import file_id
from warehouse.home import Home
from warehouse.inbox import list_inbox

DAY = date(2026, 10, 6)
FOLDER = "hollins/2025-26/roll"
NAMES = {
    "a line break": "roll\nof 2026.csv",
    "an emoji": "roll 🎓👩‍🏫.csv",
    "a mark that turns the writing round": "roll \u202evsc.2026.csv",
    "a line separator": "roll\u2028of\u20292026\u0085.csv",
    "quotes and a percent sign": "roll \"'%00;.csv",
    "as long as a name may be": "r" * 251 + ".csv",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return new_home(tmp_path)


def landed(home: Home) -> list[str]:
    """The paths of the deliveries in `raw`, after a landing."""
    log, warehouse = EventLog(home.event_log), Warehouse(home.warehouse_file)
    take_in(home, log, arrivals(home, log.events()), noon(DAY))
    land(home, warehouse, log.events())
    with warehouse.open("test") as database:
        return list(database.query("select path from raw.deliveries order by delivery_number")["path"])


@contextmanager
def without_privileges() -> Iterator[None]:
    """As a user whom permissions bind."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_that_can_be_written_down_is_taken_in_and_read_back(home: Home, name: str) -> None:
    drop(home, f"{FOLDER}/{name}", roll(range(3)))
    assert landed(home) == [f"{FOLDER}/{name}"]
    assert landed(home) == [f"{FOLDER}/{name}"]


def test_what_is_no_file_of_a_school_is_passed_over_for_its_reason(home: Home) -> None:
    folder = home.inbox / "hollins"
    for name in (
        b"good.csv",
        b"bad\xff\xfename.csv",
        b"~$open.xlsx",
        b"copying.csv.part",
        b"Thumbs.db",
        b".hidden.csv",
    ):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"x")
    (folder / "link.csv").symlink_to(folder / "good.csv")
    (folder / "loop").symlink_to(home.inbox)
    os.mkfifo(folder / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.csv"))
    (folder / "folder.csv").mkdir()
    drop(home, "hollins/folder.csv/inside.csv", "y")
    listing = list_inbox(home.inbox)
    assert [file.path for file in listing.files] == ["hollins/folder.csv/inside.csv", "hollins/good.csv"]
    assert {entry.name: entry.reason for entry in listing.passed_over} == {
        "hollins/.hidden.csv": "not meant to be read",
        "hollins/Thumbs.db": "not meant to be read",
        "hollins/bad\\udcff\\udcfename.csv": "a name that can't be written down",
        "hollins/copying.csv.part": "half-copied by its name",
        "hollins/link.csv": "a link",
        "hollins/loop": "a link",
        "hollins/pipe.csv": "neither a file nor a folder",
        "hollins/socket.csv": "neither a file nor a folder",
        "hollins/~$open.xlsx": "not meant to be read",
    }
    said = "\n".join(leftover_sentences(look_into(home, [])))
    assert "2 passed over as a link" in said and "put the file itself there" in said and "Thumbs" not in said
    assert landed(home) == ["hollins/folder.csv/inside.csv", "hollins/good.csv"]


def test_a_pipe_that_took_a_files_place_is_not_waited_for(home: Home) -> None:
    file = drop(home, f"{FOLDER}/roll.csv", roll(range(3)))
    found = arrivals(home, [])
    file.unlink()
    os.mkfifo(file)
    assert take_in(home, EventLog(home.event_log), found, noon(DAY)) == []


CHANGES = {
    "it grew": lambda file: file.write_text(roll(range(9))),
    "another was renamed over it": lambda file: _replace(file, roll(range(3, 6))),
    "another of its size and time was renamed over it": lambda file: _replace(file, roll(range(3, 6)), keep_time=True),
    "a link took its place": lambda file: (file.rename(file.with_suffix(".old")), file.symlink_to("/etc/hostname")),
    "it went": lambda file: file.unlink(),
}


def _replace(file: Path, text: str, keep_time: bool = False) -> None:
    about = file.stat()
    other = file.with_name("other")
    other.write_text(text)
    if keep_time:
        os.utime(other, ns=(about.st_atime_ns, about.st_mtime_ns))
    other.replace(file)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_changes_after_it_was_listed_waits_for_the_next_time(home: Home, change) -> None:  # type: ignore[no-untyped-def]
    drop(home, "marsh/2025-26/roll/roll.csv", roll(range(20, 23)))
    file = drop(home, f"{FOLDER}/roll.csv", roll(range(3)))
    log = EventLog(home.event_log)
    found = arrivals(home, [])
    change(file)
    assert [event.data["path"] for event in take_in(home, log, found, noon(DAY))] == ["marsh/2025-26/roll/roll.csv"]
    still_there = file.exists() and not file.is_symlink()
    assert (f"{FOLDER}/roll.csv" in landed(home)) == still_there
    kept = {path.stem for path in home.archive.rglob("*.csv")}
    if still_there:
        assert file_id(file.read_bytes()) in kept
    assert file_id(roll(range(3)).encode()) not in kept


def test_a_file_that_still_grows_is_left_and_told_and_the_others_are_taken(home: Home) -> None:
    growing = drop(home, f"{FOLDER}/roll.csv", "UPN,Surname")
    drop(home, "marsh/2025-26/roll/roll.csv", roll(range(3)))

    def meanwhile(instants: object) -> bool:
        growing.write_text("UPN,Surname,Forename")
        return True

    assert [file.path for file in arrivals(home, [], meanwhile)] == ["marsh/2025-26/roll/roll.csv"]
    (said,) = leftover_sentences(
        look_into(home, take_in(home, EventLog(home.event_log), arrivals(home, [], meanwhile), noon(DAY)))
    )
    assert said.startswith("1 file is still being written") and "run again in a moment" in said


def test_a_workbook_that_is_cut_off_is_watched_until_it_stands_still(home: Home) -> None:
    cut_off = drop(home, f"{FOLDER}/roll.xlsx", b"PK\x03\x04" + b"x" * 100)
    waited: list[list[float]] = []

    def meanwhile(instants: list[float]) -> bool:
        waited.append(instants)
        if len(waited) == 3:
            cut_off.write_bytes(b"PK\x03\x04" + b"x" * 200)
        return len(waited) < 4

    assert arrivals(home, [], meanwhile) == [] and len(waited) == 4
    assert [file.path for file in arrivals(home, [], lambda instants: False)] == [f"{FOLDER}/roll.xlsx"]


def test_nothing_waits_where_no_file_has_just_changed(home: Home) -> None:
    file = drop(home, f"{FOLDER}/roll.csv", "x")
    now = file.stat().st_ctime
    assert not pause([]) and not pause([now - 60, now + 60])
    assert pause([now - 60, now])


def test_a_file_that_may_not_be_opened_is_named_and_the_others_are_taken_in() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = new_home(Path(folder))
        drop(home, f"{FOLDER}/roll.csv", roll(range(3)))
        drop(home, "marsh/secret.csv", final({1: "FE_COLLEGE"})).chmod(0)
        drop(home, "marsh/closed/roll.csv", roll(range(3))).parent.chmod(0)
        with without_privileges():
            news = look_into(home, [])
        assert [file.path for file in news.arrivals] == [f"{FOLDER}/roll.csv"]
        said = "\n".join(leftover_sentences(news))
        assert '"marsh/secret.csv"' in said and '"marsh/closed"' in said and said.count("Let the account") == 1
        (home.inbox / "marsh/closed").chmod(0o755)


def test_the_same_file_in_two_folders_is_two_deliveries_of_bytes_kept_once(home: Home) -> None:
    for folder in (FOLDER, "marsh/2025-26/roll"):
        drop(home, f"{folder}/roll.csv", roll(range(3)))
    assert landed(home) == [f"{FOLDER}/roll.csv", "marsh/2025-26/roll/roll.csv"]
    assert len([path for path in home.archive.rglob("*") if path.is_file()]) == 1
