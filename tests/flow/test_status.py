"""`destinations status` on a terminal of 80 columns, and in a log."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import click
import duckdb
import polars as pl
import pytest
from rich.console import Console

from pipelines.status import print_status
from reports.tracker_parts import TrackerFrames
from tests.reports.tracker_sample import AS_OF, CYCLE, tracker

_TABLES = {
    "mart.submissions": "submissions", "mart.clock": "clock", "ref.collection_dates": "collections", "ref.phases": "phases",
    "ref.calendar": "events", "ref.schools": "schools",
}  # fmt: skip


def publish(home: Path, frames: TrackerFrames, as_of: date = AS_OF, phase: str = "analyse") -> None:
    """The published tracker of one cycle, as `destinations run` leaves it."""
    (home / "published").mkdir(parents=True)
    with duckdb.connect(str(home / "published" / "status.duckdb")) as database:
        for schema in ("mart", "ref", "ops"):
            database.execute(f"create schema {schema}")
        for table, name in _TABLES.items():
            frame: pl.DataFrame = getattr(frames, name)
            database.register("frame", frame.with_columns(phase=pl.lit(phase)) if name == "clock" else frame)
            database.execute(f"create table {table} as from frame")
        builds = pl.DataFrame({"cycle": [CYCLE], "table_name": ["mart.clock"], "as_of": [as_of]})
        database.register("frame", builds)
        database.execute("create table ops.builds as from frame")


def shown(home: Path, cycle: str | None = None, width: int = 80) -> list[str]:
    out = io.StringIO()
    print_status(home, cycle, Console(file=out, width=width))
    return out.getvalue().splitlines()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("status")
    publish(folder, tracker())
    return folder


def test_it_begins_with_the_phase_and_the_day_that_it_speaks_of(home: Path) -> None:
    lines = shown(home)
    assert lines[0] == "2025-26 is being analysed: the leaders' pack is due on 4 December 2026."
    assert lines[1] == "As known on 20 November 2026."


def test_the_matrix_has_a_mark_for_each_collection_of_each_school(home: Path) -> None:
    lines = [" ".join(line.split()) for line in shown(home)]
    assert "What came: roll, intended, final; new rolls of the autumn: Y7, Y12, Y13" in lines
    assert "School Y6 Y11 Y12 Y13 New rolls Late" in lines
    assert "Dell Primary ✓ ✗ ✓ 1" in lines
    assert "Hollins Academy ✓ ✓ ✓ ✓ ✓ ✓ ✓ ◐ ✓ ✓ ✓ 1" in lines
    assert "Marsh & Fen School ✓ ✓ – ✗ 2" in lines


def test_what_to_do_names_the_schools_that_are_late(home: Path) -> None:
    text = " ".join(" ".join(shown(home)).split())
    assert "Year 11 final destinations, due 1 October 2026: 1 of 2 schools in, 1 late Chase the late Year 11" in text
    assert "Late: Marsh & Fen School New Year 7 roll of the autumn" in text


@pytest.mark.parametrize("width", [80, 100, 120])
def test_it_fits_the_terminal_and_is_plain_in_a_log(home: Path, width: int) -> None:
    lines = shown(home, width=width)
    assert max(map(len, lines)) <= width
    assert not any("\x1b" in line or "…" in line for line in lines)


def test_a_cycle_without_a_tracker_is_refused_with_those_that_have_one(home: Path) -> None:
    with pytest.raises(click.UsageError, match=r"Nothing is known of 2019-20\. There are: 2025-26\."):
        shown(home, "2019-20")


def test_when_all_is_in_it_says_so(tmp_path: Path) -> None:
    publish(tmp_path, tracker({}))
    assert "Nothing waits: what is asked for has come." in shown(tmp_path)
