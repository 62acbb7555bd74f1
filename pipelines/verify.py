"""`destinations verify-report`: every number of some pages recomputed on a second way. How stands in
`assets/verification/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.verification.answers import Answers
from assets.verification.report import Verified, verify
from assets.verification.sources import Sources
from warehouse.database import Warehouse
from warehouse.home import Home
from warehouse.settings import SettingsError

_BUILD = re.compile(r"build <code>([0-9a-f]{8,})</code>")


@dataclass(frozen=True)
class Page:
    """A page and what became of its numbers. `is_of_another_build`: the warehouse has changed since it was made."""

    file: Path
    verified: Verified
    is_of_another_build: bool


def verify_reports(path: Path, files: Sequence[Path]) -> Iterator[Page]:
    """Verify pages (or every page below a folder) against the warehouse of the home at `path`.

    Raises SettingsError where there is no warehouse, or no page.
    """
    home = Home(path.resolve())
    _ = home.settings
    if not home.warehouse_file.exists():
        raise SettingsError(f"Nothing has been built yet. Run: destinations run --home {path}")
    pages = [page for file in files for page in _pages(file)]
    if not pages:
        raise SettingsError("There is no page to verify: name HTML reports, or a folder that holds some.")
    with Warehouse(home.warehouse_file).open("verifying reports") as database:
        answers = Answers(Sources(database))
        builds = set(database.query("select distinct build_id from ops.builds")["build_id"])
        for page in pages:
            html = page.read_text("utf-8")
            named = _BUILD.search(html)
            yield Page(page, verify(html, answers), bool(named and named[1] not in builds))


def _pages(file: Path) -> list[Path]:
    if file.is_dir():
        return sorted(file.rglob("*.html"))
    if not file.exists():
        raise SettingsError(f"There is no file {file}.")
    return [file]
