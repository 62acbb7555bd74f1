"""Making a home: an empty one to fill in, or the demo network that has just dropped its files."""

from __future__ import annotations

from pathlib import Path

from pipelines.demo.network import DemoSummary, write_demo
from pipelines.demo.settings import DEMO_SETTINGS
from pipelines.edge import live
from pipelines.instance import prepare
from warehouse.files import write_whole
from warehouse.home import Home
from warehouse.schools import COLUMNS
from warehouse.settings import EXAMPLE

DEMO_NETWORK = "Larkfield Learning Trust (synthetic)"


def make_home(folder: Path) -> None:
    """Write `network.toml` with every setting explained, the folders and an empty `schools.csv` where there is none."""
    write_whole(folder / "network.toml", EXAMPLE.format(name='"Our network"'))
    if not (folder / "schools.csv").exists():
        write_whole(folder / "schools.csv", ",".join(COLUMNS) + "\r\n")
    _finish(folder)
    home = Home(folder.resolve())
    home.open_folders(live(home).as_of())


def make_demo_home(folder: Path) -> DemoSummary:
    """Write the demo network into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    summary = write_demo(folder)
    # After the files, because it is what makes the folder a home: an interrupted demo is simply written again.
    write_whole(folder / "network.toml", EXAMPLE.format(name=f'"{DEMO_NETWORK}"') + DEMO_SETTINGS)
    _finish(folder)
    return summary


def _finish(folder: Path) -> None:
    home = Home(folder.resolve())
    home.prepare()
    prepare(home)
