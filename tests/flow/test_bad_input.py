"""Whatever a school drops, the run goes on: a receipt says what to repair, nobody else's numbers move, nothing is lost."""

from __future__ import annotations

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import duckdb
import pytest
from conftest import HOLLINS, MARSH
from school_files import drop, final, receipts, words

from pipelines.cli import main
from pipelines.run import RunSummary
from warehouse.files import archived, file_id
from warehouse.home import Home

DAY = "2026-10-13"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NEAR_MISS = final({**MARSH, 100: "APPRENTICSHIP"}, "10/10/2026")
IMPOSSIBLE = final(MARSH, "10/10/2026").replace("10/10/2026", "31/09/2026", 1)
TWICE = final(MARSH, "10/10/2026") + final({100: "FE_COLLEGE"}, "10/10/2026").split("\n")[1] + "\n"
NO_DESTINATION = "\n".join(line.rsplit(",", 3)[0] for line in final(MARSH).splitlines())

# What was dropped where, the room its receipt lies in, and words that the receipt must say
FAULTS: dict[str, tuple[str, str | bytes, str, tuple[str, ...]]] = {
    "a folder of no school": (
        "hollin/2025-26/Y11-final/final.csv",
        final(HOLLINS),
        "network/unclaimed",
        ("no school",),
    ),
    "a code nearly right": (
        "marsh/2025-26/Y11-final/near.csv",
        NEAR_MISS,
        "marsh/receipts",
        ("2 E · Destination APPRENTICSHIP Apprenticeship",),
    ),
    "a day that isn't": (
        "marsh/2025-26/Y11-final/day.csv",
        IMPOSSIBLE,
        "marsh/receipts",
        ("2 G · Date recorded 31/09/2026",),
    ),
    "a pupil twice": (
        "marsh/2025-26/Y11-final/twice.csv",
        TWICE,
        "marsh/receipts",
        ("2 E · Destination APPRENTICESHIP 14 E · Destination FE_COLLEGE",),
    ),
    "no column of destinations": (
        "marsh/2025-26/Y11-final/columns.csv",
        NO_DESTINATION,
        "marsh/receipts",
        ("destination",),
    ),
    "nothing at all": ("marsh/2025-26/Y11-final/empty.csv", b"", "marsh/receipts", ("empty",)),
    "no spreadsheet": ("marsh/2025-26/Y11-final/scan.csv", PDF, "marsh/receipts", ("PDF", "not a spreadsheet")),
    "another year in its name": (
        "marsh/2025-26/Y11-final/final 2024-25.csv",
        final(MARSH),
        "marsh/receipts",
        ("2024-25", "2025-26"),
    ),
}


@pytest.fixture(scope="module")
def after(first_autumn: tuple[Home, RunSummary], tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, int, str]:
    """The home after a run on all the faults at once, the exit code, and what the command said."""
    folder = tmp_path_factory.mktemp("faults") / "home"
    shutil.copytree(first_autumn[0].path, folder)
    home = Home(folder)
    for path, content, _, _ in FAULTS.values():
        drop(home, path, content)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), pytest.raises(SystemExit) as stop:
        main(["run", "--home", str(folder), "--as-of", DAY])
    return home, int(str(stop.value.code)), said.getvalue()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_receipt_says_what_is_wrong_and_where(after: tuple[Home, int, str], fault: str) -> None:
    home, _, _ = after
    path, _, room, expected = FAULTS[fault]
    stem = Path(path).name.replace(" ", "-")
    found = [text for name, text in receipts(home, room).items() if name.startswith(f"{DAY}-{stem}")]
    assert len(found) == 1
    assert [word for word in expected if word not in found[0]] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_the_bytes_are_kept(after: tuple[Home, int, str], fault: str) -> None:
    content = FAULTS[fault][1]
    content = content.encode() if isinstance(content, str) else content
    assert archived(after[0].archive, file_id(content), "a.csv").read_bytes() == content


def test_the_command_says_so_in_a_line_and_with_its_exit_code(after: tuple[Home, int, str]) -> None:
    _, code, said = after
    assert code == 1
    assert f"{len(FAULTS)} files: " in said and "held" in said


def test_the_other_schools_numbers_are_unharmed(
    after: tuple[Home, int, str], first_autumn: tuple[Home, RunSummary]
) -> None:
    def hollins(home: Home) -> list[tuple[object, ...]]:
        with duckdb.connect(str(home.warehouse_file), read_only=True) as database:
            return database.execute(
                "from mart.destinations_by_school where school_id = 'hollins' order by all"
            ).fetchall()

    assert hollins(after[0]) == hollins(first_autumn[0]) != []


def test_every_record_of_every_file_is_accounted_for(after: tuple[Home, int, str]) -> None:
    parts = "header_records + dropped_records + held_rows + superseded_rows + excluded_rows + counted_rows"
    with duckdb.connect(str(after[0].warehouse_file), read_only=True) as database:
        ledger = database.execute(
            f"select count(*), count(*) filter (records <> {parts}) from mart.conservation"
        ).fetchone()
    assert ledger is not None and ledger[0] > 6 and ledger[1] == 0


def test_a_pupil_whose_row_is_held_is_not_told_to_be_missing(after: tuple[Home, int, str]) -> None:
    said = receipts(after[0], "marsh/receipts")
    assert [name for name, text in said.items() if "1 held" in text and "Not in this file" in text] == []


def test_a_receipt_shows_the_pupil_to_the_school_and_a_report_shows_nobody(after: tuple[Home, int, str]) -> None:
    home, _, _ = after
    shown = words(next((home.path / "outbox/marsh/receipts").glob(f"{DAY}-near.csv*")))
    assert "APPRENTICSHIP" in shown
    assert all("APPRENTICSHIP" not in page.read_text("utf-8") for page in home.path.glob("outbox/*/reports/*.html"))
    assert all(page.stat().st_mode & 0o007 == 0 for page in home.path.glob("outbox/*/receipts/*.html"))
