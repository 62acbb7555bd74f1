"""A landing that is killed at any of its durable steps, and run again, ends as if nothing had happened."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from school_files import drop, final, roll
from steps import contents, new_home, noon

from assets.arrivals import arrivals, take_in
from assets.landing import ArchiveError, land
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.files import archived, file_id
from warehouse.home import Home

BEFORE, DAY = date(2026, 10, 6), date(2026, 10, 13)
SCRIPT = Path(__file__).with_name("landing_step_by_step.py")
FINALS = final(dict.fromkeys(range(12), "FE_COLLEGE"))


def take_in_and_land(home: Home, day: date) -> None:
    home.prepare()
    home.open_folders(day)
    log, warehouse = EventLog(home.event_log), Warehouse(home.warehouse_file)
    with warehouse.open("taking files in"):
        take_in(home, log, arrivals(home, log.events()), noon(day))
    land(home, warehouse, log.events())


def workbook(text: str) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Leavers")
        for row, line in enumerate(text.splitlines()):
            sheet.write_row(row, 0, line.split(","))
    return buffer.getvalue()


def outcome(home: Home) -> dict[str, object]:
    """All that a landing leaves behind: the raw tables, the archive with its bytes, the log, the inbox's folders."""
    kept = {file.relative_to(home.path): file.read_bytes() for file in home.archive.rglob("*") if file.is_file()}
    folders = sorted(str(path.relative_to(home.path)) for path in home.inbox.rglob("*"))
    return {"tables": contents(home), "archive": kept, "log": home.event_log.read_bytes(), "inbox": folders}


def copy(home: Home, folder: Path) -> Home:
    shutil.copytree(home.path, folder)
    return Home(folder)


@pytest.fixture(scope="module")
def dropped(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that landed once; then came a changed file, a workbook, one that can't be read, and the same bytes at two
    places. An earlier crash left half a line in the log, half a file and a torn copy in the archive, and the raw tables
    are those of an older version."""
    home = new_home(tmp_path_factory.mktemp("dropped"))
    drop(home, "hollins/2025-26/roll/roll.csv", roll(range(12)))
    take_in_and_land(home, BEFORE)
    drop(home, "hollins/2025-26/roll/roll.csv", roll(range(13)))
    drop(home, "hollins/2025-26/Y11-final/final.xlsx", workbook(FINALS))
    drop(home, "hollins/2025-26/Y11-final/scan.csv", b"%PDF-1.4\n%%EOF\n")
    drop(home, "hollins/2025-26/Y11-final/same.csv", FINALS)
    drop(home, "marsh/2025-26/Y11-final/same.csv", FINALS)
    with Warehouse(home.warehouse_file).open("test") as database:
        database.execute("alter table raw.sheets drop column header_records")
    with home.event_log.open("ab") as log:
        log.write(home.event_log.read_bytes()[:90])
    torn = archived(home.archive, file_id(FINALS.encode()), "same.csv")
    torn.parent.mkdir(exist_ok=True)
    torn.write_text(FINALS[:50])
    (torn.parent / ".writing-abc").write_text(FINALS[:30])
    return home


@pytest.fixture(scope="module")
def undisturbed(dropped: Home, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    home = copy(dropped, tmp_path_factory.mktemp("undisturbed") / "home")
    take_in_and_land(home, DAY)
    return outcome(home)


def landing_killed_at(step: int, home: Home) -> tuple[int, list[str]]:
    """The exit code of a landing that is killed at a step (0: none), and the steps it took until then."""
    command = [sys.executable, str(SCRIPT), str(home.path), DAY.isoformat(), str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_the_undisturbed_landing_keeps_each_file_once_and_nothing_else(
    dropped: Home, undisturbed: dict[str, object]
) -> None:
    archive, tables = undisturbed["archive"], undisturbed["tables"]
    assert isinstance(archive, dict) and isinstance(tables, dict)
    assert len(archive) == 5 and all(path.stem == file_id(content) for path, content in archive.items())
    assert len(tables["raw.deliveries"]) == 6


def test_killed_at_any_step_the_next_landing_ends_the_same(
    dropped: Home, undisturbed: dict[str, object], tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    code, steps = landing_killed_at(0, copy(dropped, tmp_path / "0"))
    assert code == 0 and outcome(Home(tmp_path / "0")) == undisturbed

    def disturbed(step: int) -> tuple[int, list[str], dict[str, object]]:
        home = copy(dropped, tmp_path / str(step))
        code, taken = landing_killed_at(step, home)
        take_in_and_land(home, DAY)
        found = outcome(home)
        shutil.rmtree(home.path)
        return code, taken, found

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(disturbed, range(1, len(steps) + 1)))
    record_property("kill points", "; ".join(steps))
    assert len(steps) >= 20
    assert [code for code, _, _ in results if code != -signal.SIGKILL] == []
    assert [
        step for step, (_, taken, _) in zip(steps, results, strict=True) if taken[-1].split()[0] != step.split()[0]
    ] == []
    assert [step for step, (_, _, found) in zip(steps, results, strict=True) if found != undisturbed] == []


@pytest.mark.parametrize("damage", [Path.unlink, lambda copy: copy.write_bytes(b"half")], ids=["lost", "torn"])
def test_a_copy_that_the_archive_lost_is_made_good_from_the_inbox_or_named(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    home = new_home(tmp_path)
    file = drop(home, "hollins/2025-26/roll/roll.csv", roll(range(3)))
    take_in_and_land(home, DAY)
    expected = outcome(home)
    kept = archived(home.archive, file_id(file.read_bytes()), "roll.csv")
    home.warehouse_file.unlink()
    kept.chmod(0o644)
    damage(kept)
    take_in_and_land(home, DAY)
    assert outcome(home) == expected
    home.warehouse_file.unlink()
    file.unlink()
    kept.chmod(0o644)
    damage(kept)
    with pytest.raises(ArchiveError, match=f"{kept.name} is (missing|damaged).* from a copy of the archive"):
        take_in_and_land(home, DAY)
