"""A person says what a spelling means: it counts from the next run on, in every rebuild, until it is taken back."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from steps import land_only, new_home

from assets.providers import match_providers
from pipelines.cli import main
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home
from warehouse.tables import sql_tables

DAY = date(2026, 10, 6)
FINAL = (
    "UPN,Surname,Forename,Date of birth,Destination type,Destination provider\n"
    "A000000000001,Moor,Ada,01/10/2007,HIGHER_EDUCATION,Leeds University\n"
    "A000000000002,Fell,Bo,01/10/2007,HIGHER_EDUCATION,Kings\n"
)


def run(home: Home, *arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main([*arguments, "--home", str(home.path), "--as-of", DAY.isoformat()])
        raise SystemExit(0)
    return int(stop.value.code or 0)


def alias(home: Home, *arguments: str) -> int:
    return run(home, "alias", *arguments, "--because", "asked the school")


def meanings(home: Home) -> dict[str, str | None]:
    """What the rows say once they are landed and typed; nothing more is built."""
    land_only(home, DAY)
    with Warehouse(home.warehouse_file).open("test") as database:
        database.build(sql_tables()["staged.codes"], "2025-26", DAY)
        match_providers(database, "2025-26")
        database.build(sql_tables()["staged.rows"], "2025-26", DAY)
        return dict(database.query("select destination_provider, provider_id from staged.rows").iter_rows())


def test_an_alias_counts_at_once_survives_a_rebuild_and_can_be_taken_back(tmp_path: Path) -> None:
    home = new_home(tmp_path)
    file = home.inbox / "hollins" / "2025-26" / "Y13-final" / "final.csv"
    file.parent.mkdir(parents=True)
    file.write_text(FINAL, "utf-8")
    assert meanings(home) == {"Leeds University": None, "Kings": None}
    assert alias(home, "leeds uni", "University of Leeds") == 0
    assert alias(home, "Kings", "10003645", "--school", "hollins") == 0
    decided = {"Leeds University": "ukprn:10007795", "Kings": "ukprn:10003645"}
    assert meanings(home) == decided
    home.warehouse_file.unlink()
    assert meanings(home) == decided
    assert alias(home, "Leeds University", "--undo") == 0
    assert meanings(home) == {"Leeds University": None, "Kings": "ukprn:10003645"}
    kinds = [event.kind for event in EventLog(home.event_log).events()]
    assert kinds == ["delivery", "alias", "alias", "unalias"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Kings", "King's College London"), "Say for which school it holds: --school SCHOOL"),
        (("TBC", "University of Leeds"), '"TBC" only holds a place'),
        (("Uni Leeds", "University of Leads"), 'Did you mean "University of Leeds" (ukprn:10007795)'),
        (("Uni Leeds", "Leeds"), '"Leeds" is no provider that we know. Did you mean "University of Leeds"'),
        (("Uni Leeds", "Zebra Crossing"), "Write its full name, UKPRN, URN, LAESTAB, or a school's id"),
        (("Uni Leeds", "L23", "--school", "holins"), 'Unknown school "holins". Did you mean "hollins"?'),
        (("Uni Leeds", "--undo"), '"Uni Leeds" has no alias for the whole network'),
        (("Uni Leeds",), "Write what it means"),
        (("University of Leeds", "University of Oxford"), "is the name of another provider: University of Leeds"),
        (("apprenticeship", "University of Leeds"), '"apprenticeship" is a destination (APPRENTICESHIP)'),
        ((" ", "L23"), "Write the spelling as the schools write it"),
    ],
)
def test_what_can_t_be_taken_is_answered_with_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    home = new_home(tmp_path)
    assert alias(home, *arguments) == 2
    assert message in capsys.readouterr().err
    assert EventLog(home.event_log).events() == []


def test_the_same_word_twice_is_refused_and_another_replaces_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = new_home(tmp_path)
    assert alias(home, "The Marsh", "marsh") == 0
    assert alias(home, "marsh", "999/4002") == 2
    assert '"marsh" means Marsh School already' in capsys.readouterr().err
    assert alias(home, "Marsh", "hollins") == 0
    assert len(EventLog(home.event_log).events()) == 2


def test_a_list_that_is_none_is_a_sentence_not_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = new_home(tmp_path)
    (home.path / "reference").mkdir(exist_ok=True)
    (home.path / "reference" / "list.csv").write_text("a,b\n1,2\n", "utf-8")
    assert alias(home, "Uni Leeds", "L23") == 2
    assert "Take it out of that folder" in capsys.readouterr().err
