"""`destinations publish`: what is frozen, what is refused, what a later delivery makes of it."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from school_files import SURNAMES, drop, final, roll, upn, words
from steps import contents, land_and_build, new_home, stage_and_build

from assets.editions import finish_interrupted
from assets.editions_log import editions
from assets.editions_refusals import refusals
from assets.landing import land
from assets.plan import land_sql, make_sql
from assets.reference import publish_reference
from assets.validation import find_delivery_faults
from pipelines.cli import main
from pipelines.publish import publish_edition
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.files import archived, file_id
from warehouse.home import Home

DAY, NEXT_DAY, LATER = date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 30)
CYCLE = "2025-26"
ON_ROLL = range(60)  # of ten of them nothing is known
FINALS = {number: "FE_COLLEGE" if number < 25 else "SIXTH_FORM" for number in range(50)}
CORRECTED = {**FINALS, **dict.fromkeys(range(10), "APPRENTICESHIP")}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = new_home(tmp_path_factory.mktemp("home"))
    drop(home, "hollins/2025-26/roll/roll.csv", roll(ON_ROLL))
    drop(home, "hollins/2025-26/Y11-final/final.csv", final(FINALS))
    drop(home, "marsh/2025-26/roll/roll.csv", roll(range(100, 112)))
    drop(home, "marsh/2025-26/Y11-final/final.csv", final(dict.fromkeys(range(100, 112), "APPRENTICESHIP")))
    land_and_build(home, DAY)
    return home.path


@pytest.fixture(scope="module")
def corrected(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after its first final edition, a corrected file of Hollins, and the second."""
    home = Home(Path(shutil.copytree(built, tmp_path_factory.mktemp("corrected") / "home")))
    publish(home, DAY)
    drop(home, "hollins/2025-26/Y11-final/final.csv", final(CORRECTED, "20/09/2026"))
    land_and_build(home, NEXT_DAY)
    publish(home, NEXT_DAY)
    land_and_build(home, NEXT_DAY)
    return home.path


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(built, tmp_path / "home")))


def command(home: Home, *arguments: str, day: date = DAY) -> int:
    """The exit code of `destinations publish`."""
    try:
        main(
            ["publish", "--cycle", CYCLE, "--home", str(home.path), "--as-of", day.isoformat(), "--no-pdf", *arguments]
        )
    except SystemExit as stop:
        return int(str(stop.code))
    return 0


def publish(home: Home, day: date = DAY, kind: str = "final") -> str:
    """Publish with a reason, and return the edition's name ("" where nothing had changed)."""
    publication = publish_edition(home.path, CYCLE, kind, "for the test", day, prints=False)
    assert publication.made is not None, publication.refused
    return publication.made.edition


def folder(home: Home, name: str) -> Path:
    return home.path / "editions" / CYCLE / name


def test_an_edition_holds_tables_pages_and_a_manifest_that_names_every_file(home: Home) -> None:
    assert publish(home) == "final-1"
    made = folder(home, "final-1")
    manifest = json.loads((made / "manifest.json").read_text("utf-8"))
    files = {file.relative_to(made).as_posix(): file for file in made.rglob("*") if file.is_file()}
    assert {
        "network/network-2025-26.html",
        "hollins/hollins-2025-26.html",
        "tables/coverage.parquet",
        "tables/destinations_by_school.parquet",
    } < set(files)
    told = {file["path"]: (file["sha256"], file["size_bytes"]) for file in manifest["files"]}
    found = {path: (file_id(file.read_bytes()), file.stat().st_size) for path, file in files.items()}
    assert {**told, "manifest.json": found["manifest.json"]} == found
    assert {file.stat().st_mode & 0o222 for file in files.values()} == {0}
    assert (manifest["edition"], manifest["as_of"], manifest["settings"]["suppress_to"]) == ("final-1", "2026-11-20", 5)
    assert (
        sum(delivery["counted_rows"] for delivery in manifest["deliveries"]) == 72 + 62
    )  # every row of both rolls, and of both lists
    assert manifest["checks"] and all(check["passed"] for check in manifest["checks"] if check["blocking"])
    assert manifest["table_rows"]["release.coverage"] == pl.read_parquet(files["tables/coverage.parquet"]).height > 0


def test_nothing_of_a_pupil_is_in_an_edition_nor_in_its_line_of_the_log(home: Home) -> None:
    publish(home)
    values = [value.encode() for value in (*SURNAMES, upn(3), upn(104))]
    for file in (*folder(home, "final-1").rglob("*"), home.event_log):
        if file.is_file():
            content = file.read_bytes()
            assert [value for value in values if value in content] == [], file


def test_the_same_inputs_make_the_same_bytes(home: Home, built: Path, tmp_path: Path) -> None:
    twin = Home(Path(shutil.copytree(built, tmp_path / "twin")))
    assert publish(home, kind="draft") == publish(twin, kind="draft") == "draft-1"
    one, other = folder(home, "draft-1"), folder(twin, "draft-1")
    names = sorted(file.relative_to(one) for file in one.rglob("*") if file.is_file())
    assert [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()] == []


def test_where_nothing_has_changed_no_new_edition_is_made(corrected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(corrected)
    before = EventLog(home.event_log).events()
    assert command(home, "--edition", "final", "--because", "once more", day=NEXT_DAY) == 0
    assert "Nothing has changed since final-2 of 2025-26: no new edition was made." in capsys.readouterr().out
    assert EventLog(home.event_log).events() == before


def test_a_final_edition_is_refused_where_too_little_is_known_unless_a_reason_is_given(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(home, "--edition", "final") == 1
    said = capsys.readouterr().err
    assert "Too little is known: 86% of Year 11. The network's floor is 90% of the cohort" in said
    assert '--because "…"' in said and not folder(home, "final-1").exists()
    assert command(home, "--edition", "final", "--because", "governors meet tomorrow") == 0
    assert "Published all the same: Too little is known" in capsys.readouterr().out
    assert json.loads((folder(home, "final-1") / "manifest.json").read_text())["why"] == "governors meet tomorrow"
    assert EventLog(home.event_log).events()[-1].why == "governors meet tomorrow"


def test_no_reason_lifts_the_embargo_or_a_failed_check(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with Warehouse(home.warehouse_file).open("test") as database:
        results_day = date(2026, 8, 20)
        at_seven, at_eight = (
            date_and_hour.astimezone() for date_and_hour in (_london(results_day, 7), _london(results_day, 8))
        )
        for day, now, wanted in (
            (date(2026, 8, 19), _london(date(2026, 8, 19), 12), ["embargo"]),
            (results_day, at_seven, ["embargo"]),
            (results_day, at_eight, []),
        ):
            found = refusals(database, CYCLE, "final", [], day, now, 0.0)
            assert ["embargo" for refusal in found if "embargo" in refusal.sentence] == wanted
            assert not any(refusal.may_be_lifted for refusal in found)
        assert [refusal.sentence for refusal in refusals(database, CYCLE, "draft", [], results_day, at_seven, 0.9)]
        database.execute(
            "update ops.checks set passed = false, failed = 3 where check_name = 'core__cohort__grain_is_unique'"
        )
    assert command(home, "--edition", "draft", "--because", "it must go out") == 1
    said = capsys.readouterr().err
    assert "The check core__cohort__grain_is_unique failed for 3 rows" in said and "--because" not in said


def _london(day: date, hour: int):  # type: ignore[no-untyped-def]
    from datetime import datetime, time

    from warehouse.events import LONDON

    return datetime.combine(day, time(hour), LONDON)


def test_old_tables_a_past_day_and_an_unknown_cycle_are_refused_in_a_sentence(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(home, "--edition", "final", day=date(2026, 10, 1)) == 2
    assert "can't be published in the past" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["publish", "--cycle", "2019-20", "--edition", "final", "--home", str(home.path)])
    assert "Nothing has landed for 2019-20. Cycles with data: 2025-26." in capsys.readouterr().err
    (home.path / "network.toml").write_text('[network]\nname = "Another name"\n', "utf-8")
    assert command(home, "--edition", "final") == 2
    assert "doesn't hold the newest state of 2025-26. Run: destinations run" in capsys.readouterr().err


def test_a_later_delivery_makes_an_erratum_that_lists_each_changed_figure_and_its_cause(corrected: Path) -> None:
    made = folder(Home(corrected), "final-2")
    assert (made / "erratum.html").exists() and not (folder(Home(corrected), "final-1") / "erratum.html").exists()
    listed = pl.read_csv(made / "erratum.csv", infer_schema=False)
    cause = "hollins/2025-26/Y11-final/final.csv, received 25 November 2026"
    # What may be shown beside it is for disclosure control to say
    assert set(listed["What caused it"]) - {DISCLOSURE} == {cause}
    caused = listed.filter(pl.col("What caused it") == cause)
    assert set(caused["School id"].fill_null("")) == {"hollins", ""}  # nothing of Marsh
    hollins = listed.filter(School="Hollins Academy", Topic="total", Table="mart.destinations_by_school")
    told = dict(hollins.select("Item", pl.concat_str("Before", pl.lit(" > "), "After")).iter_rows())
    # What may be shown beside final-1 is for disclosure control to say
    assert told["further_education"] in ("25 > 15", "25 > c") and told["apprenticeship"] in ("0 > 10", "0 > c")
    assert set(told) >= {"further_education", "apprenticeship"}
    page = words(made / "erratum.html")
    assert cause in page and f"{listed.height} published figures are not what final-1 said" in page


def test_every_published_cell_stays_known_and_is_the_same_in_a_warehouse_that_is_made_anew(corrected: Path) -> None:
    home = Home(corrected)
    with Warehouse(home.warehouse_file).open("test") as database:
        shown = database.query(
            "select edition, published_on, pupils, status from ops.published_cells where school_id = 'hollins' "
            "and table_name = 'mart.destinations_by_school' and stage = 'final' and breakdown_topic = 'total' "
            "and item = 'further_education' order by edition"
        )
    assert shown.row(0) == ("final-1", DAY, 25, "published")
    assert shown.row(1) in [("final-2", NEXT_DAY, 15, "published"), ("final-2", NEXT_DAY, None, "suppressed")]
    before = contents(home)
    home.warehouse_file.unlink()
    land_and_build(home, NEXT_DAY)
    assert contents(home) == before


def test_a_publication_that_was_stopped_leaves_nothing_half(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(BaseException):
        pass

    def stop(*_: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr("assets.editions._manifest", stop)
        publish(home)
    assert list((home.path / "editions").rglob("*final*")) == []
    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr("assets.editions._into_place", stop)
        publish(home)
    assert not folder(home, "final-1").exists()  # it is in the log, so it has left
    finish_interrupted(home, EventLog(home.event_log).events())  # as the next publication does first
    assert (folder(home, "final-1") / "manifest.json").exists()
    assert [path.name for path in folder(home, "").iterdir()] == ["final-1"]


def test_the_cells_of_an_edition_are_archived_as_deliveries_are(corrected: Path) -> None:
    home = Home(corrected)
    for edition in editions(EventLog(home.event_log).events()):
        kept = archived(home.archive, edition.cells, "cells.parquet")
        assert file_id(kept.read_bytes()) == edition.cells and kept.stat().st_mode & 0o777 == 0o444
        assert file_id((folder(home, edition.name) / "manifest.json").read_bytes()) == edition.manifest


def diff(home: Home, *arguments: str) -> int:
    """The exit code of `destinations diff`."""
    try:
        main(["diff", *arguments, "--home", str(home.path)])
    except SystemExit as stop:
        return int(str(stop.code))
    return 0


def test_diff_lists_each_changed_figure_with_its_cause_and_never_a_hidden_number(
    corrected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(corrected)
    assert diff(home, "final-1", "final-2", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["cycle"], told["a"], told["b"]) == (CYCLE, "final-1", "final-2")
    changed = pl.DataFrame(told["changed"])
    caused = changed.filter(pl.col("cause") != DISCLOSURE)
    assert caused["cause"].unique().to_list() == ["hollins/2025-26/Y11-final/final.csv, received 25 November 2026"]
    assert caused["is_exact"].all() and set(caused["school_id"]) == {"hollins", ""}
    hidden = changed.filter(pl.col("after_status") == "suppressed")
    assert hidden.height and hidden["after"].null_count() == hidden.height
    assert diff(home, "final-2", "now", "--cycle", CYCLE) == 0
    said = capsys.readouterr().out
    assert "2025-26: 0 published figures" in said  # nothing has come since
    assert diff(home, "final-1", "now", "-o", str(tmp_path / "changes.csv")) == 0
    assert pl.read_csv(tmp_path / "changes.csv", infer_schema=False).height == changed.height


GRAIN = ("table", "school_id", "year_group", "stage", "breakdown_topic", "breakdown", "item", "column")
DISCLOSURE = "disclosure control, because of what is shown beside it"


def is_shown(change: dict[str, object]) -> bool:
    return change["before_status"] == change["after_status"] == "published"


def build_past(home: Home, day: date) -> None:
    """What a run of a past day does, without Dagster's bookkeeping."""
    then, events = home.as_it_was(day), EventLog(home.event_log).events(day)
    land(then, Warehouse(then.warehouse_file), events)
    with Warehouse(then.warehouse_file).open("test") as database:
        publish_reference(then, database, events)
        make_sql(database, land_sql(), None, day)
        find_delivery_faults(database)
        stage_and_build(then, database, events, day)


def test_diff_of_two_days_takes_the_earlier_one_as_it_was_known(
    corrected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(Path(shutil.copytree(corrected, tmp_path / "home")))
    build_past(home, DAY)
    assert diff(home, "2026-11-20", "2026-11-25", "--json") == 0
    said = capsys.readouterr()
    by_days = json.loads(said.out)["changed"]
    assert diff(home, "final-1", "final-2", "--json") == 0
    by_editions = json.loads(capsys.readouterr().out)["changed"]
    # Which cells are hidden depends on what editions have shown: on the earlier day none had.
    both = [
        {tuple(change[name] for name in (*GRAIN, "before", "after")) for change in changes if is_shown(change)}
        for changes in (by_days, by_editions)
    ]
    assert both[0] & both[1]
    alike = {cell[: len(GRAIN)] for cell in both[0]} & {cell[: len(GRAIN)] for cell in both[1]}
    assert {cell for cell in both[0] if cell[: len(GRAIN)] in alike} == {
        cell for cell in both[1] if cell[: len(GRAIN)] in alike
    }


def test_diff_says_which_states_there_are(corrected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(Home(corrected), "final-3", "now", "--cycle", CYCLE) == 2
    said = capsys.readouterr().err
    assert 'There is no "final-3". 2025-26 has final-1, final-2. Did you mean "final-2"?' in said
    assert diff(Home(corrected), "2026-01-05", "now", "--cycle", CYCLE) == 2
    assert "Nothing was known on 2026-01-05: the first file came on 2026-11-20." in capsys.readouterr().err
