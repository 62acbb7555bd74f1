"""`destinations verify-report`: every number of a page, recomputed from the pupils; and one pupil who goes elsewhere."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from school_files import drop, final, roll
from steps import land_and_build, new_home

from assets.builds import build_ids
from assets.editions_pages import pages_of
from assets.steps import Step
from assets.verification.answers import Answers, read
from assets.verification.formulas import NotAFormula, cells_of, parse
from assets.verification.page import numbers_of
from assets.verification.report import verify
from assets.verification.sources import Sources
from pipelines.cli import main
from warehouse.database import Warehouse
from warehouse.events import EventLog
from warehouse.home import Home

DAY, NEXT_DAY = date(2026, 11, 20), date(2026, 11, 25)
CYCLE = "2025-26"
FINALS = {number: "FE_COLLEGE" if number < 30 else "APPRENTICESHIP" for number in range(60)}
ONE_PUPIL = 4  # not disadvantaged
MARSH = {number: "SIXTH_FORM" if number < 140 else "EMPLOYMENT" for number in range(100, 160)}
# What one pupil who went to an apprenticeship instead of a college is counted in, before or now.
CATEGORIES, KINDS = {"further_education", "apprenticeship"}, {"education", "employment"}


def build(home: Home, day: date) -> dict[str, str]:
    """Land and build, and return the pages: the network's and Hollins's."""
    land_and_build(home, day)
    events = EventLog(home.event_log).events()
    with Warehouse(home.warehouse_file).open("test") as database:
        step = Step(database, home, events, day, CYCLE, build_ids(database, home, events, day)[CYCLE])
        pages = {file.path: file.data.decode() for file in pages_of(step, "", "") if file.name.endswith(".html")}
    return {name: page for name, page in pages.items() if "marsh" not in name}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = new_home(tmp_path_factory.mktemp("home"))
    drop(made, "hollins/2025-26/roll/roll.csv", roll(list(FINALS)))
    drop(made, "hollins/2025-26/Y11-final/final.csv", final(FINALS))
    drop(made, "marsh/2025-26/roll/roll.csv", roll(list(MARSH)))
    drop(made, "marsh/2025-26/Y11-final/final.csv", final(MARSH))
    return made


@pytest.fixture(scope="module")
def before(home: Home) -> dict[str, str]:
    return build(home, DAY)


@pytest.fixture(scope="module")
def after(home: Home, before: dict[str, str]) -> dict[str, str]:
    """The pages once Hollins has said that one pupil is in an apprenticeship."""
    drop(home, "hollins/2025-26/Y11-final/final.csv", final({**FINALS, ONE_PUPIL: "APPRENTICESHIP"}))
    return build(home, NEXT_DAY)


def answers_of(database) -> Answers:  # type: ignore[no-untyped-def]
    return Answers(Sources(database))


def shown(page: str) -> dict[tuple[str, bool], set[str]]:
    """How each cell is shown, in words and tables apart from figures."""
    found: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for number in numbers_of(page)[0]:
        found[number.id, number.drawn].add(number.shown)
    return found


def test_every_number_of_every_page_agrees(
    home: Home, after: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, page in after.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")
    main(["verify-report", "--home", str(home.path), str(tmp_path)])
    said = capsys.readouterr().out
    assert said.count(" agree") == len(after) and "recomputed" not in said
    assert sum(len(numbers_of(page)[0]) for page in after.values()) > 500


def test_one_pupil_who_went_elsewhere_changes_just_the_numbers_that_count_the_pupil(
    home: Home, before: dict[str, str], after: dict[str, str]
) -> None:
    with Warehouse(home.warehouse_file).open("test") as database:
        answers = answers_of(database)
        touched = 0
        for name in before:
            wrong = {problem.id for problem in verify(before[name], answers).disagreements}
            old, new = shown(before[name]), shown(after[name])
            changed = {id for id, drawn in old.keys() & new.keys() if old[id, drawn] != new[id, drawn]}
            touched += len(changed)
            assert changed - wrong == set(), name
            assert [id for id in wrong if not is_touched(id)] == [], name
        assert touched > 50


def is_touched(id: str) -> bool:
    """Whether a number counts the pupil: one of its cells is of Hollins or the network, and of what the pupil is in."""
    try:
        cells = [read(cell) for cell in cells_of(parse(id))]
    except NotAFormula:
        return False
    return any(
        cell.keys.get("school_id", "") in ("", "hollins")
        and (cell.keys.get("destination_category", "apprenticeship") in CATEGORIES)
        and (cell.keys.get("participation", "education") in KINDS)
        and cell.keys.get("breakdown") not in ("disadvantaged", "female", "male")
        for cell in cells
    )


def test_a_number_that_was_altered_by_hand_is_found(home: Home, after: dict[str, str]) -> None:
    page = next(page for name, page in after.items() if "hollins" in name)
    number = next(n for n in numbers_of(page)[0] if n.id.startswith("release.") and n.shown == "60" and not n.drawn)
    altered = page.replace(f'data-cell="{number.id}" value="60">60<', f'data-cell="{number.id}" value="61">61<')
    altered = altered.replace(f'data-cell="{number.id}">60<', f'data-cell="{number.id}">61<')
    with Warehouse(home.warehouse_file).open("test") as database:
        found = verify(altered, answers_of(database)).disagreements
    assert {(problem.id, problem.shown, problem.recomputed) for problem in found} == {(number.id, "61", "60")}


EET = f"release.measures_by_school/{CYCLE}/hollins/11/total/total/eet"


def test_a_range_must_hold_the_count_and_be_rounded_outwards(home: Home, after: dict[str, str]) -> None:
    def problems(told: tuple[int, int], shown: tuple[str, str]) -> list[str]:
        """What is wrong with a page that says so of the 60 of Hollins's 60 pupils who are somewhere."""
        with Warehouse(home.warehouse_file).open("test") as database:
            database.connection.begin()
            database.execute(
                """insert into mart.suppressions by name select 'leaders' as audience, ? as cycle,
                'mart.measures_by_school' as table_name, 'hollins' as school_id, 11 as year_group, '' as stage,
                'total' as breakdown_topic, 'total' as breakdown, 'eet' as item, 'suppressed' as status,
                'complement' as reason, ? as at_least, ? as at_most""",
                [CYCLE, *told],
            )
            ends = zip(("at_least", "at_most"), shown, strict=True)
            page = " to ".join(f'<data data-cell="share({EET}#{end})">{text}</data>' for end, text in ends)
            found = verify(f"<p>{page}</p>", answers_of(database)).disagreements
            database.connection.rollback()
            return [problem.recomputed for problem in found]

    assert problems((53, 60), ("88%", "100%")) == []  # 53 of 60 are 88.3%
    assert problems((53, 60), ("89%", "100%")) == ["88%"]
    assert problems((50, 59), ("83%", "99%")) == ["the count doesn't lie from 50 to 59"] * 2


def test_a_range_that_is_not_told_can_not_be_shown(home: Home, after: dict[str, str]) -> None:
    with Warehouse(home.warehouse_file).open("test") as database:
        page = f'<p><data data-cell="share({EET}#at_least)">88%</data></p>'
        assert [problem.recomputed for problem in verify(page, answers_of(database)).disagreements] == ["–"]


def test_the_second_way_never_looks_at_what_it_checks(home: Home, after: dict[str, str]) -> None:
    with Warehouse(home.warehouse_file).open("test") as database:
        for table in ("mart.coverage", "release.coverage"):
            with pytest.raises(ValueError, match="what is to be checked"):
                Sources(database).table(table)


def test_a_file_that_is_not_there_is_said(
    home: Home, after: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["verify-report", "--home", str(home.path), "nowhere.html"])
    assert stop.value.code == 2 and "There is no file nowhere.html." in capsys.readouterr().err
