"""`destinations check`: the receipt of a file before it is dropped, on a terminal or as JSON; nothing is stored."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from domain.findings import Verdict
from intake.collection import cycles_in, stages_in, year_groups_in
from pipelines.edge import fixed, live
from reports.receipt import Receipt
from warehouse.home import Home
from warehouse.schools import COLUMNS, SCHOOL_ID

_NEEDS_SOMEBODY = (Verdict.HELD, Verdict.PARTLY)
# Without a home nothing is known of the school: any year group may be its own.
_STAND_IN = {"school_id": "your-school", "name": "Your school", "phase": "all-through", "has_sixth_form": "yes"}


def check(path: Path, files: Sequence[Path], school: str | None, as_of: date | None) -> list[Receipt]:
    """The receipts that these files would get. Raises UsageError where it can't be told whose they are."""
    from assets.checking import check_files

    with _home_of(path, school) as home:
        edge = fixed(home, as_of) if as_of else live(home)
        placed = [(_place(file, home, school), file.read_bytes()) for file in files]
        return check_files(home, placed, edge.now())


def needs_attention(receipts: Sequence[Receipt]) -> bool:
    return any(receipt.verdict in _NEEDS_SOMEBODY for receipt in receipts)


def as_json(receipts: Sequence[Receipt]) -> str:
    """The receipts for machines: counts, how each file was read, and every finding with its place."""
    return json.dumps([_record(receipt) for receipt in receipts], ensure_ascii=False, indent=2, default=str)


def _record(receipt: Receipt) -> dict[str, Any]:
    counts = ("rows", "counted", "held", "superseded", "excluded", "new", "changed", "unchanged")
    places = ("rule", "severity", "message", "repair", "sheet", "line", "letter", "header", "value", "suggestion")
    return {
        "path": receipt.path,
        "verdict": receipt.verdict.value,
        "about": receipt.collection,
        "format": receipt.format,
        "encoding": receipt.encoding,
        **{name: getattr(receipt, name) for name in counts},
        "columns": [
            {"sheet": column.sheet, "letter": column.letter, "header": column.header, "read_as": column.label}
            for column in receipt.columns
        ],
        "dropped": [
            {"sheet": dropped.sheet, "reason": dropped.reason, "lines": dropped.lines} for dropped in receipt.dropped
        ],
        "findings": [
            {**{name: getattr(finding, name) for name in places}, "is_doubt": finding.is_doubt}
            for finding in receipt.findings
        ],
    }


@contextmanager
def _home_of(path: Path, school: str | None) -> Iterator[Home]:
    """The home, or a stand-in with one school, the one that was named, where there is none."""
    if (path / "network.toml").exists():
        yield Home(path.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="destinations-check-") as folder:
        home = Home(Path(folder))
        (home.path / "network.toml").write_text("", "utf-8")
        named = {"school_id": school} if school and SCHOOL_ID.match(school) else {}
        line = ",".join({**_STAND_IN, **named}.get(column, "") for column in COLUMNS)
        (home.path / "schools.csv").write_text(f"{','.join(COLUMNS)}\n{line}\n", "utf-8")
        yield home


def _place(file: Path, home: Home, school: str | None) -> str:
    """Where under the inbox the file would lie: where it does lie, or in its school's folder, with what the folders
    around it say."""
    absolute = file.resolve()
    if absolute.is_relative_to(home.inbox) and school is None:
        return absolute.relative_to(home.inbox).as_posix()
    around = [part for part in absolute.parent.parts[-2:] if cycles_in(part) or year_groups_in(part) or stages_in(part)]
    return "/".join([_school(home, school), *around, file.name])


def _school(home: Home, school: str | None) -> str:
    known = home.schools["school_id"].to_list()
    if school is None and len(known) == 1:
        return str(known[0])
    if school in known:
        return str(school)
    said = f'Unknown school "{school}".' if school else "Say whose file it is with --school."
    raise click.UsageError(f"{said} There are: {', '.join(known)}.")
