"""A home that has lived through its first autumn: two schools, two cycles, landed, built and published by the real jobs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from school_files import drop, final, roll
from steps import new_home

from pipelines.run import RunSummary, run_home
from warehouse.home import Home

FIRST_DAY = date(2026, 10, 6)
HOLLINS = {number: "FE_COLLEGE" if number < 12 else "SIXTH_FORM" for number in range(24)}
MARSH = dict.fromkeys(range(100, 112), "APPRENTICESHIP")


@pytest.fixture(scope="session")
def first_autumn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, RunSummary]:
    """The home after its first run (copy it before changing it), and what the run said. Its path has a space in it."""
    folder = tmp_path_factory.mktemp("a network") / "our home"
    folder.mkdir()
    home = new_home(folder)
    drop(home, "hollins/2025-26/roll/roll.csv", roll(list(HOLLINS)))
    drop(home, "hollins/2025-26/Y11-final/final.csv", final(HOLLINS))
    drop(home, "marsh/2025-26/roll/roll.csv", roll(list(MARSH)))
    drop(home, "marsh/2025-26/Y11-final/final.csv", final(MARSH))
    drop(home, "marsh/2024-25/roll/roll.csv", roll(range(200, 208), born=2008))
    drop(
        home,
        "marsh/2024-25/Y11-final/final.csv",
        final(dict.fromkeys(range(200, 208), "EMPLOYMENT"), "15/09/2025", 2008),
    )
    return home, run_home(folder, FIRST_DAY)
