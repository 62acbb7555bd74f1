"""`destinations worklists` on a home that has lived through an autumn: what it writes, and how it answers slips."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import commands
from pipelines.run import RunSummary
from warehouse.home import Home
from warehouse.settings import SettingsError


@pytest.fixture(scope="module")
def home(first_autumn: tuple[Home, RunSummary], tmp_path_factory: pytest.TempPathFactory) -> Home:
    copy = tmp_path_factory.mktemp("worklists") / "home"
    shutil.copytree(first_autumn[0].path, copy)
    return Home(copy)


def worklists(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(commands, ["worklists", "--home", str(home.path), "--as-of", "2026-10-06", *arguments])


def restricted(home: Home, school: str) -> Path:
    return home.school_outbox(school, "restricted")


def test_the_run_itself_wrote_the_lists_of_the_day(home: Home) -> None:
    # Beside them lies the school's own report.
    lists = sorted(file.name for file in restricted(home, "hollins").iterdir() if not file.stem.endswith("-own"))
    assert lists == ["chase_list-2025-26.html", "chase_list-2025-26.xlsx", "repair_list-2025-26.html", "repair_list-2025-26.xlsx"]  # fmt: skip


def test_the_lists_are_written_again_for_one_school_and_it_is_said_where(home: Home) -> None:
    shutil.rmtree(restricted(home, "hollins"))
    shutil.rmtree(restricted(home, "marsh"))
    result = worklists(home, "--school", "hollins")
    assert result.exit_code == 0
    assert result.output == f"{restricted(home, 'hollins')}: chase_list-2025-26.xlsx, repair_list-2025-26.xlsx\n"
    assert not restricted(home, "marsh").exists()


def test_a_list_on_which_nobody_stands_is_not_written(home: Home) -> None:
    result = worklists(home, "--list", "alumni_list")
    assert (result.exit_code, result.output) == (0, "No list is worked from now, or nobody is on one.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--list", "chaselist"], 'Unknown list "chaselist". Did you mean "chase_list"?'),
        (["--school", "holins"], 'Unknown school "holins". Did you mean "hollins"?'),
        (["--cycle", "2019-20"], "Nothing has landed for 2019-20. Cycles with data: 2024-25, 2025-26."),
    ],
)
def test_a_slip_is_answered_with_what_there_is(home: Home, arguments: list[str], said: str) -> None:
    result = worklists(home, *arguments)
    assert isinstance(result.exception, SettingsError)
    assert str(result.exception) == said
