"""A run that is stopped half-way, politely or not, leaves nothing that the next run doesn't put right."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from conftest import FIRST_DAY
from steps import contents

from pipelines.run import RunSummary, run_home
from warehouse.home import Home

ROOT = Path(__file__).parents[2]


def stopped_while_building(home: Home, stop: signal.Signals) -> tuple[int, str]:
    """The exit code of a run that gets this signal during its first build, and what it said then."""
    command = [sys.executable, "-m", "pipelines.cli", "run", "--home", str(home.path), "--as-of", FIRST_DAY.isoformat()]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert any(line.startswith("Building") for line in iter(run.stderr.readline, ""))
        run.send_signal(stop)
        said = run.stderr.read()
        return run.wait(60), said


def test_after_two_stops_in_the_middle_of_a_build_the_next_run_ends_as_if_undisturbed(
    first_autumn: tuple[Home, RunSummary], tmp_path: Path
) -> None:
    undisturbed = first_autumn[0]
    shutil.copytree(undisturbed.path, tmp_path / "home")
    home = Home(tmp_path / "home")
    home.warehouse_file.unlink()
    code, said = stopped_while_building(home, signal.SIGINT)
    assert code == 130 and "Run the same command again" in said
    code, _ = stopped_while_building(home, signal.SIGKILL)
    assert code == -signal.SIGKILL
    run_home(home.path, FIRST_DAY, ("land", "build"))
    expected, found = contents(undisturbed), contents(home)
    made_by_publishing = {"ops.publications"}
    assert found.keys() - made_by_publishing == expected.keys() - made_by_publishing
    assert [name for name in found if name not in made_by_publishing and found[name] != expected[name]] == []
