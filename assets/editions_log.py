"""The editions that left, as the event log and the archive know them, and ops.published_cells: every cell that anybody
was ever shown. No Dagster here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.editions_cells import KEYS
from assets.landing import ArchiveError
from domain.text import key
from warehouse.database import Database
from warehouse.declared import DERIVED
from warehouse.events import Event
from warehouse.files import archived, file_id
from warehouse.home import Home

PUBLISH = "publish"
DRAFT, FINAL = "draft", "final"
EDITIONS = (DRAFT, FINAL)
PUBLISHED_CELLS = DERIVED["ops.published_cells"]
CELLS_FILE = "cells.parquet"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition that left. `inputs` names what its tables were made from, `code` the program that made its pages,
    `rules` the rules and settings alone; `newest_event` is the last event that it knows, `cells` the archived file of
    its cells, `manifest` the hash of its manifest."""

    cycle: str
    name: str
    edition_id: str
    inputs: str
    code: str
    rules: str
    as_of: date
    published_on: date
    newest_event: int
    cells: str
    manifest: str
    why: str

    @property
    def kind(self) -> str:
        """draft or final."""
        return self.name.split("-")[0]

    @property
    def number(self) -> int:
        return int(self.name.split("-")[1])


def editions(events: Sequence[Event], cycle: str | None = None) -> list[Edition]:
    """Every edition (of one cycle), in the order in which they left."""
    return [
        Edition(
            cycle=str(event.data["cycle"]),
            name=str(event.data["edition"]),
            edition_id=str(event.data["edition_id"]),
            inputs=str(event.data["inputs"]),
            code=str(event.data["code"]),
            rules=str(event.data["rules"]),
            as_of=date.fromisoformat(str(event.data["as_of"])),
            published_on=event.on,
            newest_event=int(event.data["newest_event"]),
            cells=str(event.data["cells"]),
            manifest=str(event.data["manifest"]),
            why=event.why,
        )
        for event in events
        if event.kind == PUBLISH and cycle in (None, event.data["cycle"])
    ]


def last_edition(found: Sequence[Edition], kind: str) -> Edition | None:
    """The newest of a kind; None where there is none."""
    return next((edition for edition in reversed(found) if edition.kind == kind), None)


def named_edition(found: Sequence[Edition], name: str) -> Edition | None:
    """The newest edition that a person means by `final-1`, `Final 1`, or `final` (the newest of them)."""
    wanted = key(name)
    return next(
        (edition for edition in reversed(found) if wanted in (key(edition.name), edition.kind)),
        None,
    )


def cells_of(home: Home, edition: Edition) -> pl.DataFrame:
    """The cells that left with an edition. Raises ArchiveError where their file is lost or damaged."""
    file = archived(home.archive, edition.cells, CELLS_FILE)
    if not file.exists() or file_id(content := file.read_bytes()) != edition.cells:
        problem = "damaged" if file.exists() else "missing"
        raise ArchiveError(
            f"{file}, the numbers of {edition.name} of {edition.cycle}, is {problem}. Put it back from a copy of the "
            "archive, then run again."
        )
    return pl.read_parquet(io.BytesIO(content))


def load_published_cells(home: Home, database: Database, events: Sequence[Event]) -> int:
    """Rebuild ops.published_cells from the log and the archive; returns its rows."""
    frames = [
        cells_of(home, edition).select(
            "cycle", *KEYS, "pupils", "status", edition=pl.lit(edition.name), published_on=pl.lit(edition.published_on)
        )
        for edition in editions(events)
    ]
    names = PUBLISHED_CELLS.column_names
    empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    return database.replace(PUBLISHED_CELLS, pl.concat(frames) if frames else empty)
