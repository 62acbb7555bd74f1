"""The command line as a person meets it: exit codes, one sentence for a slip, and Dagster's own command on the same house."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import FIRST_DAY

from pipelines.cli import main
from pipelines.run import RunSummary
from warehouse.home import Home

ROOT = Path(__file__).parents[2]


def command(*arguments: str) -> int:
    """The exit code of a command."""
    try:
        main(list(arguments))
    except SystemExit as stop:
        return int(str(stop.code))
    return 0


SLIPS = {
    ("rum",): 'Did you mean "run"?',
    ("run", "--as-of", "20.11.2026"): "Write it as 2026-11-20",
    ("run", "--cycle", "2026"): "Write it as 2025-26",
    ("run", "--only", "land,bild"): 'not "bild"',
    ("run", "--hme", "x"): "--home",
    ("serve", "--port", "http"): "not a valid integer",
    ("run", "--home", "nowhere"): "not a home",
    ("status", "--home", "nowhere"): "not a home",
}


@pytest.mark.parametrize("arguments", SLIPS, ids=" ".join)
def test_a_slip_gets_one_sentence_and_exit_code_2(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and SLIPS[arguments] in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_new_home_explains_what_to_fill_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "my data"
    assert command("init", str(home)) == 0
    assert "fill in schools.csv" in capsys.readouterr().out
    assert command("run", "--home", str(home)) == 2
    assert "lists no school yet" in capsys.readouterr().err
    assert command("init", str(home)) == 2
    assert "is a home already" in capsys.readouterr().err


def test_a_run_with_nothing_to_do_says_so(
    first_autumn: tuple[Home, RunSummary], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("run", "--home", str(first_autumn[0].path), "--as-of", FIRST_DAY.isoformat()) == 0
    assert "Nothing new" in capsys.readouterr().out


def test_the_status_shows_each_school_and_what_is_missing(
    first_autumn: tuple[Home, RunSummary], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("status", "--home", str(first_autumn[0].path)) == 0
    said = capsys.readouterr().out
    assert "Hollins Academy" in said and "Marsh School" in said and "✓ – ✓" in said


def test_dagsters_own_command_finds_everything_through_the_workspace(first_autumn: tuple[Home, RunSummary]) -> None:
    home = first_autumn[0]
    there = {**os.environ, "DESTINATIONS_HOME": str(home.path), "DAGSTER_HOME": str(home.dagster)}
    validate = [sys.executable, "-m", "dagster", "definitions", "validate", "-w", "workspace.yaml"]
    found = subprocess.run(validate, cwd=ROOT, env=there, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "All code locations passed validation" in found.stderr + found.stdout
