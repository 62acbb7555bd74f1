"""One process at a time: who comes second waits, and is told who holds the warehouse; a dead holder holds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.database import Warehouse, WarehouseBusy

HOLDS = (
    "import sys, time; from pathlib import Path; from warehouse.database import Warehouse\n"
    "with Warehouse(Path(sys.argv[1])).open('a long build'): print('open', flush=True); time.sleep(60)"
)


def test_the_second_is_told_who_is_first_and_gets_in_when_the_first_dies(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.duckdb"
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(file)], stdout=subprocess.PIPE, cwd=root) as first:
        assert first.stdout is not None and first.stdout.readline() == b"open\n"
        with (
            pytest.raises(WarehouseBusy, match=f"in use by process {first.pid}: a long build"),
            Warehouse(file, 0.2).open("x"),
        ):
            pass
        first.kill()
        first.wait()
        with Warehouse(file, 5).open("mine") as database:
            assert database.value("select 1") == 1
