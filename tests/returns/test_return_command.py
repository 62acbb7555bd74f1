"""`destinations return` on a home: what lies where afterwards, what is logged, what is refused."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "flow"))
from school_files import drop, upn
from steps import land_and_build, new_home

from pipelines.cli import main
from warehouse.events import EventLog
from warehouse.home import Home

DAY = date(2026, 11, 20)
NAMES = ("Quillfeather", "Zylkowska", "Brambleforth", "Oduyemi", "Vantongeren")
ROLL = "UPN,Surname,Forename,DOB,Year group,Home LA,Opt out,Address line 1,Parent name,Parent phone\n" + "".join(
    f"{upn(number)},{name},Ada,0{number + 1}/10/2009,11,{authority},{opted_out},1 Mill Lane,Bo {name},0113 49600{number}1\n"
    for number, (name, authority, opted_out) in enumerate(
        zip(NAMES, ("Leeds", "Leeds", "Leeds", "Camden", ""), ("", "Yes", "", "", ""), strict=True)
    )
)
FINAL = "UPN,Surname,Forename,DOB,Destination,Provider,Date recorded,Date verified\n" + "".join(
    f"{upn(number)},{NAMES[number]},Ada,0{number + 1}/10/2009,{kind},{provider},15/09/2026,20/09/2026\n"
    for number, (kind, provider) in enumerate(
        (("FE", "Leeds City College"), ("FE", "Leeds City College"), ("College", ""), ("FE", "Leeds City College"))
    )
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = new_home(tmp_path_factory.mktemp("home"))
    drop(home, "hollins/2025-26/roll/roll.csv", ROLL)
    drop(home, "hollins/2025-26/Y11-final/final.csv", FINAL)
    land_and_build(home, DAY)
    return home.path


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(built, tmp_path / "home")))


def command(home: Home, *arguments: str, cycle: str = "2025-26", day: date = DAY) -> int:
    """The exit code of `destinations return`."""
    try:
        main(["return", "--cycle", cycle, "--home", str(home.path), "--as-of", day.isoformat(), *arguments])
    except SystemExit as stop:
        return int(str(stop.code))
    return 0


def files(home: Home) -> dict[str, int]:
    """Everything that lies below outbox/local-authorities, with who may read it."""
    below = home.path / "outbox" / "local-authorities"
    return {path.relative_to(below).as_posix(): path.stat().st_mode & 0o777 for path in sorted(below.rglob("*"))}


def returned(home: Home) -> list[dict[str, str | int]]:
    return [dict(event.data) for event in EventLog(home.event_log).events() if event.kind == "return"]


def test_a_return_with_a_failed_rule_is_kept_back_and_the_list_says_whose_and_what_to_do(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(home) == 1
    said = capsys.readouterr().out
    assert "383 Leeds: 3 rows, 1 of them name and address only (opted out), NOT WRITTEN" in said
    assert "1 row with a failed rule (return_gives_activity)" in said and '--because "…"' in said
    assert "202 Camden: 1 row -> " in said and "no profile: the default was used" in said
    assert "5 pupils = 4 in these returns + 1 in none: the school hasn't said where the pupil lives" in said
    assert not any(name in said for name in NAMES)
    stem = "confirmed-2025-26-2026-11-20"
    assert files(home) == {
        "202": 0o700, f"202/{stem}.csv": 0o600, "202/restricted": 0o700, f"202/restricted/{stem}-to-repair.xlsx": 0o600,
        "383": 0o700, "383/restricted": 0o700, f"383/restricted/{stem}-to-repair.xlsx": 0o600,
    }  # fmt: skip
    sheet = openpyxl.load_workbook(home.authority_outbox("383") / f"restricted/{stem}-to-repair.xlsx").active
    assert sheet is not None
    listed = [row for row in sheet.iter_rows(values_only=True) if row[6] == "return_gives_activity"]
    assert [row[:4] for row in listed] == [("Hollins Academy", "11", "Brambleforth", "Ada")]
    assert "the college's or school's name" in str(listed[0][8])
    without = home.network_outbox("restricted") / "no-return-confirmed-2025-26.xlsx"
    assert without.stat().st_mode & 0o777 == 0o600
    assert NAMES[4] in str(list(openpyxl.load_workbook(without).active.values))  # type: ignore[union-attr]
    assert [event["la"] for event in returned(home)] == ["202"], "what was kept back didn't leave"


def test_a_reason_lets_it_leave_with_the_list_of_its_faults_and_both_are_logged(home: Home) -> None:
    assert command(home, "--la", "Leeds City Council", "--because", "they want it today") == 0
    folder, stem = home.authority_outbox("383"), "confirmed-2025-26-2026-11-20"
    faults = (folder / f"{stem}-known-faults.csv").read_text("utf-8-sig")
    assert faults.splitlines()[0] == "LegalSurname,LegalForename,DOB,Rule,Fault"
    assert faults.splitlines()[1].startswith("Brambleforth,Ada,03/10/2009,return_gives_activity,")
    (event,) = EventLog(home.event_log).events()[-1:]
    content = (folder / f"{stem}.csv").read_bytes()
    assert (event.kind, event.why) == ("return", "they want it today") and event.who
    data = dict(event.data)

    assert data.pop("sha256") == hashlib.sha256(content).hexdigest()
    assert data == {
        "la": "383", "variant": "confirmed", "cycle": "2025-26", "as_of": "2026-11-20", "format": "csv", "profile": "default",
        "rows": 3, "opt_outs": 1, "failed_rows": 1, "file": f"outbox/local-authorities/383/{stem}.csv",
    }  # fmt: skip
    assert not any(name in home.event_log.read_text("utf-8") for name in NAMES)
    assert b"0113 4960011" not in content and b"0113 4960001" in content, "an opted-out parent's telephone stays"


def test_each_written_file_is_one_line_of_the_log_also_the_second_time(home: Home) -> None:
    for _ in range(2):
        command(home, "--variant", "intended")
    assert [event["la"] for event in returned(home)] == ["202", "383"] * 2
    assert returned(home)[0] == returned(home)[2], "the same bytes"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("--la", "Leds"), 'Unknown local authority "Leds". Did you mean "Leeds"?'),
        (("--la", "Cumbria"), "Cumbria is no local authority any more. Write one of: 942, 943."),
        (("--format", "xml"), "needs the authority's database_id: set it in [local_authorities.202]"),
        (("--variant", "confirmd"), "is not one of"),
    ],
)
def test_a_slip_is_answered_with_one_sentence_and_nothing_is_written(
    home: Home, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], answer: str
) -> None:
    assert command(home, *arguments) == 2
    assert answer in capsys.readouterr().err
    assert files(home) == {} and returned(home) == []


def test_an_authority_where_nobody_lives_and_a_variant_that_tells_of_nobody_are_no_fault(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(home, "--la", "204") == 0
    said = capsys.readouterr().out
    assert (
        "nobody to tell of" in said
        and "5 pupils = 0 in these returns + 4 in other authorities' returns + 1 in none" in said
    )
    assert command(home, "--variant", "in-year-leavers") == 0
    assert "0 pupils = 0 in these returns" in capsys.readouterr().out and files(home) == {}


def test_a_return_is_never_made_from_an_old_state_nor_in_the_past(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(home, day=date(2026, 11, 19)) == 2
    assert "can't be written in the past" in capsys.readouterr().err
    with (home.path / "network.toml").open("a") as settings:
        settings.write('[local_authorities.383]\nformat = "xlsx"\n')
    assert command(home) == 2
    assert "doesn't hold the newest state of 2025-26. Run: destinations run" in capsys.readouterr().err
    land_and_build(home, DAY)
    assert command(home, "--la", "383", "--variant", "intended") == 0
    book = openpyxl.load_workbook(
        io.BytesIO((home.authority_outbox("383") / "intended-2025-26-2026-11-20.xlsx").read_bytes())
    )
    assert book.sheetnames == ["Return"] and returned(home)[-1]["profile"] == "own"
    assert command(home, cycle="2019-20") == 2
    assert "Nothing has landed for 2019-20. Cycles with data: 2025-26." in capsys.readouterr().err
