"""What a school can ask before it drops anything: is this file right, and may I have one to fill in?"""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))
from school_files import SURNAMES, drop, final, roll, upn
from steps import land_and_build, new_home

from domain.own_workbooks import INSTRUCTIONS
from domain.template_columns import TEMPLATE_KINDS
from pipelines.check import check
from pipelines.cli import commands, main
from reports.worklist import Worklist, WorklistSheet, render_worklist
from tests.returned import saved
from warehouse.home import Home

DAY = date(2026, 10, 6)
PLACE = "2025-26/Y11-final"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    there = new_home(tmp_path_factory.mktemp("checked"))
    drop(there, "hollins/2025-26/roll/roll.csv", roll(range(12)))
    land_and_build(there, DAY)
    return there


def written(tmp_path: Path, content: str | bytes, name: str = "leavers.csv") -> Path:
    file = tmp_path / PLACE / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def everything_in(home: Home) -> dict[str, tuple[int, int]]:
    return {
        str(file): (file.stat().st_size, file.stat().st_mtime_ns)
        for file in home.path.rglob("*")
        if file.is_file() and file.suffix not in (".lock", ".holder")
    }


def test_a_right_file_is_accepted_and_a_wrong_cell_is_named_and_nothing_is_stored(home: Home, tmp_path: Path) -> None:
    before = everything_in(home)
    right = written(tmp_path, final(dict.fromkeys(range(12), "FE_COLLEGE")), "right.csv")
    wrong = written(tmp_path, final({**dict.fromkeys(range(12), "FE_COLLEGE"), 3: "APPRENTICSHIP"}), "wrong.csv")
    (first,) = check(home.path, [right], "hollins", DAY)
    (second,) = check(home.path, [wrong], "hollins", DAY)
    assert (first.verdict, first.counted, first.findings) == ("accepted", 12, ())
    (finding,) = second.findings
    assert (second.verdict, finding.line, finding.letter, finding.suggestion) == (
        "partly accepted",
        5,
        "E",
        "Apprenticeship",
    )
    assert everything_in(home) == before


def test_the_schools_roll_is_there_so_strangers_are_doubted_as_after_a_drop(home: Home, tmp_path: Path) -> None:
    (receipt,) = check(
        home.path, [written(tmp_path, final(dict.fromkeys(range(50, 60), "FE_COLLEGE")))], "hollins", DAY
    )
    assert [finding.rule for finding in receipt.findings] == ["few_pupils_on_the_roll"]
    assert receipt.findings[0].is_doubt


def test_without_a_home_the_rules_are_the_same_and_only_the_roll_is_missing(tmp_path: Path) -> None:
    file = written(tmp_path, final({1: "FE_COLLEGE", 2: "FE_COLEGE"}))
    for school in (None, "hollins"):
        (receipt,) = check(tmp_path / "nowhere", [file], school, DAY)
        assert (receipt.verdict, receipt.held) == ("partly accepted", 1)
    assert not (tmp_path / "nowhere").exists()


def test_the_command_says_it_to_people_and_to_machines_and_exits_1_where_something_blocks(
    home: Home, tmp_path: Path
) -> None:
    wrong = written(tmp_path, final({3: "APPRENTICSHIP", 4: "FE_COLLEGE"}))
    words = ["check", str(wrong), "--home", str(home.path), "--school", "hollins", "--as-of", "2026-10-06"]
    told = CliRunner().invoke(commands, words)
    assert told.exit_code == 1
    assert "TO REPAIR" in told.output and "row 2" in told.output and "-> Apprenticeship" in told.output
    answer = CliRunner().invoke(commands, [*words, "--json"])
    (record,) = json.loads(answer.stdout)
    assert answer.exit_code == 1
    assert (record["verdict"], record["held"]) == ("partly accepted", 1)
    assert [(each["line"], each["suggestion"]) for each in record["findings"]] == [(2, "Apprenticeship")]
    nobody = CliRunner().invoke(commands, ["check", str(wrong), "--home", str(home.path)])
    assert nobody.exit_code == 2 and "There are: hollins, marsh" in nobody.output


@pytest.mark.parametrize("stage", ["intended", "final"])
def test_a_template_filled_in_comes_back_without_a_finding(home: Home, tmp_path: Path, stage: str) -> None:
    file = tmp_path / "template.xlsx"
    words = ["--school", "hollins", "--cycle", "2025-26", "--year-group", "11", "--stage", stage, "-o", str(file)]
    made = CliRunner().invoke(commands, ["template", "--home", str(home.path), *words])
    assert made.exit_code == 0, made.output
    assert file.stat().st_mode & 0o777 == 0o640
    answers = {
        "Destination type": "Further education college",
        "Destination provider": "Larkhill College",
        "Recorded on": "09/02/2026" if stage == "intended" else "15/09/2026",
    }
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    sheet = next(book[name] for name in book.sheetnames if name.startswith("Y11"))
    (hints,) = [row for row in sheet.iter_rows() if any(str(cell.value or "").startswith(INSTRUCTIONS) for cell in row)]
    titles = {cell.value: cell.column for cell in sheet[hints[0].row - 1]}
    for row in range(hints[0].row + 1, hints[0].row + 13):
        for title, answer in answers.items():
            sheet.cell(row, titles[title]).value = answer
    (tmp_path / "anything.xlsx").write_bytes(saved(book))  # its folder says nothing, the workbook itself says it all
    (receipt,) = check(home.path, [tmp_path / "anything.xlsx"], "hollins", DAY)
    assert (receipt.verdict, receipt.rows, receipt.counted, receipt.findings) == ("accepted", 12, 12, ())


def test_a_template_for_what_is_not_collected_is_refused_in_words(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["template", "--home", str(home.path), "--cycle", "2025-26", "-o", str(tmp_path / "t.xlsx")]
    for more, said in (
        (["--school", "hollins", "--year-group", "12"], "not for Year 12"),
        (["--school", "marsh", "--year-group", "13"], "nothing about Year 13"),
        (["--school", "holins", "--year-group", "11"], "There are: hollins, marsh"),
    ):
        with pytest.raises(SystemExit) as stop:
            main([*words, "--stage", "final", *more])
        assert stop.value.code == 2 and said in capsys.readouterr().err


def made(home: Home, tmp_path: Path, kind: str, *more: str) -> openpyxl.Workbook:
    file = tmp_path / f"{kind}.xlsx"
    words = ["--school", "hollins", "--cycle", "2025-26", "--kind", kind, "-o", str(file), *more]
    told = CliRunner().invoke(commands, ["template", "--home", str(home.path), *words])
    assert told.exit_code == 0, told.output
    return openpyxl.load_workbook(io.BytesIO(file.read_bytes()))


def titles_of(book: openpyxl.Workbook) -> dict[str, int]:
    return {cell.value: cell.column for cell in book.worksheets[1][2] if cell.value}


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
def test_templates_of_every_kind_name_the_pupils_that_they_ask_about(home: Home, tmp_path: Path, kind: str) -> None:
    sheet = made(home, tmp_path, kind).worksheets[1]
    at = {cell.value: cell.column for cell in sheet[2] if cell.value}
    named = [sheet.cell(row, at["UPN"]).value for row in range(4, sheet.max_row + 1)] if "UPN" in at else []
    expected = [upn(number) for number in range(12)] if TEMPLATE_KINDS[kind].year_groups else []
    assert sorted(filter(None, named)) == sorted(expected)


def test_the_rolls_own_template_comes_back_as_the_same_roll(home: Home, tmp_path: Path) -> None:
    book = made(home, tmp_path, "roll", "--year-group", "11")
    sheet, at = book.worksheets[1], titles_of(book)
    assert {sheet.cell(row, at["Disadvantaged"]).value for row in range(4, 16)} == {"Y", "N"}
    (tmp_path / "anything.xlsx").write_bytes(saved(book))
    (receipt,) = check(home.path, [tmp_path / "anything.xlsx"], "hollins", DAY)
    assert (receipt.verdict, receipt.rows, receipt.findings) == ("accepted", 12, ())


def test_a_template_of_a_kind_that_the_school_does_not_send_is_refused_in_words(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["template", "--home", str(home.path), "--cycle", "2025-26", "-o", str(tmp_path / "t.xlsx")]
    for more, said in (
        (["--school", "marsh", "--kind", "places"], "sends no places, only roll, applications"),
        (["--school", "hollins", "--kind", "applications", "--year-group", "9"], "about Years 11, 12 and 13"),
        (["--school", "hollins", "--kind", "compass", "--stage", "final"], "--stage is for destinations only"),
        (["--school", "hollins", "--stage", "final"], "needs --year-group"),
    ):
        with pytest.raises(SystemExit) as stop:
            main([*words, *more])
        assert stop.value.code == 2 and said in " ".join(capsys.readouterr().err.split())


def chase_list(tmp_path: Path, as_of: date, school: str = "hollins") -> Path:
    """A chase list of the pupils on the roll, two of them filled in."""
    rows = [
        {
            "surname": SURNAMES[number % len(SURNAMES)],
            "forename": f"Forename{number}",
            "date_of_birth": date(2009, 10, 1 + number % 28),
            "upn": upn(number),
            "whom_to_call": "Larkhill College",
            "reasons": "Nothing known",
            "caller": "A. Khan",
            "parent_phone": "07700 900000",
        }
        for number in range(12)
    ]
    made = Worklist("chase_list", "Hollins", school, "2025-26", as_of, None, (WorklistSheet(11, "final", tuple(rows)),))
    book = openpyxl.load_workbook(io.BytesIO(render_worklist(made)))
    for row in (4, 9):
        for title, answer in {
            "Destination type": "Further education college",
            "Destination provider": "Larkhill College",
            "Verified on": "15/09/2026",
            "Verified by": "Provider",
            "Contacted on": "15/09/2026",
            "Contact method": "Phone",
            "Contact outcome": "Reached",
        }.items():
            book.worksheets[1].cell(row, titles_of(book)[title]).value = answer
    file = tmp_path / f"{school} {as_of}.xlsx"
    file.write_bytes(saved(book))
    return file


def test_a_worklist_filled_in_comes_back_without_a_finding(home: Home, tmp_path: Path) -> None:
    (receipt,) = check(home.path, [chase_list(tmp_path, date(2026, 9, 14))], "hollins", DAY)
    assert (receipt.verdict, receipt.findings) == ("accepted", ())
    assert (receipt.rows, receipt.held) == (12, 0)


def test_an_old_worklist_is_doubted_and_another_schools_is_held(home: Home, tmp_path: Path) -> None:
    lists = [chase_list(tmp_path, date(2026, 5, 1)), chase_list(tmp_path, date(2026, 9, 14), "marsh")]
    old, other = check(home.path, lists, "hollins", DAY)
    assert [(finding.rule, finding.is_doubt) for finding in old.findings] == [("old_worklist", True)]
    assert "158 days before it came" in old.findings[0].message
    assert (other.verdict, [finding.rule for finding in other.findings]) == ("held", ["worklist_of_another_school"])
