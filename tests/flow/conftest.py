"""A home that has lived through its first autumn: two schools, two cycles, landed, built and published by the real jobs."""

from __future__ import annotations

import os
import pickle
import sys
from datetime import date
from pathlib import Path

import filelock
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
    """The home after its first run (copy it before changing it), and what the run said. Its path has a space in it.

    Whichever process needs it first lives through it, the others take what it made.
    """
    shared = (
        tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else tmp_path_factory.getbasetemp()
    )
    folder, told = shared / "a network" / "our home", shared / "a network.pickle"
    with filelock.FileLock(shared / "a network.lock"):
        if not told.exists():
            told.write_bytes(pickle.dumps(_live_through_it(folder)))
    return Home(folder), pickle.loads(told.read_bytes())


def _live_through_it(folder: Path) -> RunSummary:
    folder.mkdir(parents=True)
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
    return run_home(folder, FIRST_DAY)
