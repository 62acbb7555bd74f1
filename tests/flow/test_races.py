"""Several things at once, and a machine that lets a run down: no half-landed file, no lost file, no second copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import HOLLINS
from school_files import drop, final
from steps import contents, new_home

from pipelines.run import RunFailed, RunSummary, run_home
from warehouse.files import file_id
from warehouse.home import FolderError, Home

ROOT = Path(__file__).parents[2]
DAY = date(2026, 10, 13)
UP_TO_RELEASE = ("land", "build")


def start_run(home: Home, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipelines.cli", "run", "--home", str(home.path), "--as-of", DAY.isoformat()]
    return subprocess.Popen([*command, *more], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def paths(home: Home) -> Counter[str]:
    with duckdb.connect(str(home.warehouse_file), read_only=True) as database:
        return Counter(path for (path,) in database.execute("select path from raw.deliveries").fetchall())


@pytest.fixture
def home(first_autumn: tuple[Home, RunSummary], tmp_path: Path) -> Home:
    shutil.copytree(first_autumn[0].path, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def mounts(tmp_path: Path) -> Iterator[list[Path]]:
    """The places mounted by a test, unmounted after it; skipped where nothing may be mounted."""
    probe = tmp_path / "probe"
    probe.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount") or not mount("-t", "tmpfs", "tmpfs", probe):
        pytest.skip("mounting is not allowed here: a full disk and a read-only folder can't be made")
    places = [probe]
    yield places
    for place in reversed(places):
        subprocess.run(["umount", "-l", place], check=True)


def mount(*arguments: str | Path) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


def test_twenty_files_that_come_during_a_run_and_a_second_run_beside_it_lose_nothing(home: Home) -> None:
    before = paths(home)
    drop(home, "hollins/2025-26/Y11-final/first.csv", final(HOLLINS, "10/10/2026"))
    with start_run(home) as first:
        assert first.stderr is not None
        assert any(line.startswith("Taking in") for line in iter(first.stderr.readline, ""))
        late = [f"marsh/2025-26/Y11-final/late {number}.csv" for number in range(20)]
        for number, path in enumerate(late):
            drop(home, path, final({100: "FE_COLLEGE"}, f"{1 + number % 9:02d}/10/2026"))
        with start_run(home, "--only", "land") as second:
            said = second.communicate(timeout=120)[1]
        assert "Another run is at work on this home: waiting for it to end" in said
        first.communicate(timeout=120)
    assert (first.returncode in (0, 1), second.returncode in (0, 1)) == (True, True)
    assert run_home(home.path, DAY, ("land",)).landed == ()
    assert paths(home) == before + Counter([*late, "hollins/2025-26/Y11-final/first.csv"])
    kept = [file for file in home.archive.rglob("*") if file.is_file()]
    assert all(file.stem == file_id(file.read_bytes()) for file in kept)
    assert len(kept) == len(before) + 1 + 9  # of the twenty, nine differ


def test_a_full_disk_is_named_and_when_there_is_room_again_the_next_run_ends_the_same(
    first_autumn: tuple[Home, RunSummary], home: Home, tmp_path: Path, mounts: list[Path]
) -> None:
    content = final(HOLLINS, "10/10/2026") + ",,,,,,\n" * 300_000
    drop(home, "hollins/2025-26/Y11-final/large.csv", content)
    run_home(home.path, DAY, UP_TO_RELEASE)
    small = tmp_path / "small"
    small.mkdir()
    size = sum(file.stat().st_blocks * 512 for file in first_autumn[0].path.rglob("*")) + len(content)
    assert mount("-t", "tmpfs", "-o", f"size={size + 1_000_000}", "tmpfs", small)
    mounts.append(small)
    shutil.copytree(first_autumn[0].path, small / "home")
    crowded = Home(small / "home")
    drop(crowded, "hollins/2025-26/Y11-final/large.csv", content)
    with start_run(crowded) as run:
        said = run.communicate(timeout=120)[1]
    assert run.returncode == 3
    assert said.splitlines()[-1].startswith(
        f"destinations: The disk that holds {crowded.path} is full. Nothing is lost"
    )
    assert "Traceback" not in said
    assert mount("-o", "remount,size=200m", small)
    run_home(crowded.path, DAY, UP_TO_RELEASE)
    expected, found = contents(home), contents(crowded)
    assert [name for name in expected if found.get(name) != expected[name]] == []
    assert not list(crowded.archive.rglob(".writing-*"))


def test_an_inbox_that_can_only_be_read_is_enough(home: Home, mounts: list[Path]) -> None:
    drop(home, "hollins/2025-26/Y11-final/first.csv", final(HOLLINS, "10/10/2026"))
    shutil.rmtree(home.inbox / "_network")
    shutil.rmtree(home.inbox / "hollins/2026-27")
    assert mount("--bind", home.inbox, home.inbox)
    mounts.append(home.inbox)
    assert mount("-o", "remount,ro,bind", home.inbox)
    assert len(run_home(home.path, DAY, ("land",)).landed) == 1
    assert not (home.inbox / "_network").exists()


@pytest.mark.parametrize("folder", ["archive", "events", "published", "outbox"])
def test_a_folder_that_may_not_be_written_is_named_with_the_cure(
    tmp_path: Path, mounts: list[Path], folder: str
) -> None:
    (tmp_path / "home").mkdir()
    home = new_home(tmp_path / "home")
    place = home.path / folder
    assert mount("-t", "tmpfs", "-o", "ro", "tmpfs", place)
    mounts.append(place)
    with pytest.raises(FolderError, match=f"{place} can't be written. Let the account .* write there"):
        run_home(home.path, DAY)


def test_a_folder_deep_in_the_outbox_that_may_not_be_written_is_named_too(home: Home, mounts: list[Path]) -> None:
    drop(home, "hollins/2025-26/Y11-final/first.csv", final(HOLLINS, "10/10/2026"))
    place = home.school_outbox("hollins", "receipts")
    assert mount("-t", "tmpfs", "-o", "ro", "tmpfs", place)
    mounts.append(place)
    with pytest.raises(RunFailed, match=f"{place} can't be used. Let the account"):
        run_home(home.path, DAY)
    subprocess.run(["umount", "-l", mounts.pop()], check=True)
    assert run_home(home.path, DAY, UP_TO_RELEASE).built == ("2025-26",)
