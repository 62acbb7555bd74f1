"""A person decides whether two pupils are one: it counts from the next run, can be undone, and outlives the warehouse."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from school_files import SURNAMES, drop, upn
from steps import contents, land_only, new_home, stage_cycle

from assets.builds import build_ids, to_stage
from assets.identity import link_pupils
from assets.reference import publish_reference
from assets.steps import Step
from pipelines.cli import main
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home

DAY = date(2025, 11, 20)
MOVED, STAYED = SURNAMES[:2]
YEAR_11 = f"""UPN,Surname,Forename,DOB,Year group
{upn(1)},{MOVED},Ada,01/10/2008,11
{upn(2)},{STAYED},Ben,02/10/2008,11
"""
YEAR_12 = f"""UPN,ULN,Surname,Forename,DOB,Year group
,9276308686,{MOVED},Ada,01/10/2008,12
"""


def stage(home: Home) -> list[str]:
    """Land, and type and link the rows of every cycle that needs it; returns the cycles. Nothing is counted."""
    events = land_only(home, DAY)
    with Warehouse(home.warehouse_file).open("test") as database:
        ids = build_ids(database, home, events, DAY)
        cycles = to_stage(database, ids)
        for cycle in cycles:
            stage_cycle(Step(database, home, events, DAY, cycle, ids[cycle], staging=True))
    return cycles


def link(home: Home) -> None:
    """Only what the next run does about decisions."""
    with Warehouse(home.warehouse_file).open("test") as database:
        publish_reference(home, database, EventLog(home.event_log).events())
        link_pupils(database)


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ada left the one school after Year 11 and joined the other's sixth form, which knows no UPN of hers."""
    home = new_home(tmp_path_factory.mktemp("home"))
    drop(home, "marsh/2024-25/roll/roll.csv", YEAR_11)
    drop(home, "hollins/2025-26/roll/roll.csv", YEAR_12)
    stage(home)
    return home.path


@pytest.fixture
def home(staged: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(staged, tmp_path / "home")))


def command(home: Home, *arguments: str) -> int:
    """The exit code of `destinations match`."""
    try:
        main(["match", *arguments, "--home", str(home.path), "--as-of", DAY.isoformat()])
    except SystemExit as stop:
        return int(str(stop.code))
    return 0


def query(home: Home, sql: str) -> list[tuple]:  # type: ignore[type-arg]
    with Warehouse(home.warehouse_file).open("test") as database:
        return database.query(sql).rows()


def adas(home: Home) -> list[str]:
    """The pupils that Ada's rows are about, oldest first."""
    sql = "select pupil_id from core.pupil_links where line = 2 order by cycle"
    return [pupil for (pupil,) in query(home, sql)]


def the_pair(home: Home) -> str:
    ((review_id,),) = query(home, "select review_id from mart.identity_review")
    return str(review_id)


def test_a_pair_is_listed_by_file_and_row_and_without_a_name(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(home) == 0
    said = capsys.readouterr().out
    why, *rows, columns = said.splitlines()
    assert why.startswith(f"{the_pair(home)}  The same name and date of birth at two schools")
    assert sorted(rows) == ["  hollins/2025-26/roll/roll.csv, row 2", "  marsh/2024-25/roll/roll.csv, row 2"]
    assert columns == "  agree in: surname, forename, date_of_birth; differ in: school_id"
    assert MOVED not in said


def test_a_decision_joins_and_undoing_it_restores_both_and_a_rebuild_replays_either(home: Home) -> None:
    before, pair = adas(home), the_pair(home)
    assert len(set(before)) == 2
    assert command(home, pair, "--same", "--because", "the sixth form's office knows her") == 0
    assert sorted(stage(home)) == ["2024-25", "2025-26"], "a decision touches both rows' cycles"
    assert len(set(adas(home))) == 1 and set(adas(home)) < set(before)
    assert query(home, "select review_id, reason, decision from mart.identity_review") == [
        (pair, "name_two_schools", "same")
    ]
    grown = contents(home)
    home.warehouse_file.unlink()
    stage(home)
    rebuilt = contents(home)
    assert grown.keys() == rebuilt.keys() and [name for name in grown if grown[name] != rebuilt[name]] == []
    assert command(home, pair[:6], "--undo", "--because", "it was her cousin") == 0
    link(home)
    assert adas(home) == before
    assert query(home, "select decision from mart.identity_review") == [(None,)]


def test_a_pair_decided_to_be_two_is_not_asked_about_again(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    before, pair = adas(home), the_pair(home)
    assert command(home, pair, "--apart", "--because", "two pupils") == 0
    assert command(home) == 0 and "No pair" in capsys.readouterr().err
    link(home)
    assert adas(home) == before
    assert command(home) == 0 and pair not in capsys.readouterr().out
    assert command(home, "--list") == 0 and "decided: apart" in capsys.readouterr().out


def test_what_is_logged_names_rows_and_files_and_no_pupil(home: Home) -> None:
    command(home, the_pair(home), "--same", "--because", "known")
    event = EventLog(home.event_log).events()[-1]
    assert event.kind == "match"
    assert set(event.data) == {"one_row", "other_row", "delivery_id", "other_delivery_id", "verdict", "reason"}
    assert MOVED not in home.event_log.read_text("utf-8")


def test_a_slip_is_answered_with_one_sentence(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    pair = the_pair(home)
    slips = {
        (pair, "--same"): "Say why",
        (f"{pair[:-1]}x", "--same", "--because", "x"): f'Did you mean "{pair}"?',
        ("nonsense",): "is no pair of this home",
        (pair, "--undo", "--because", "x"): "nothing to undo",
        ("--same", "--because", "x"): "Say which pair",
        (pair, "--same", "--apart", "--because", "x"): "Say one of",
    }
    for arguments, answer in slips.items():
        assert command(home, *arguments) == 2
        assert answer in capsys.readouterr().err
    assert command(home, pair, "--same", "--because", "x") == 0
    assert command(home, pair, "--same", "--because", "x") == 2
    assert "decided already" in capsys.readouterr().err
