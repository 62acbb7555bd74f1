"""Landing: deliveries of the event log become rows in `raw`. No Dagster here; how a file becomes a delivery is
`arrivals.py`'s business.

Whatever the log knows and `raw` doesn't is read from the archive, which is also how a warehouse is rebuilt from
nothing. A delivery and its rows commit together, so a crash is harmless.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

import polars as pl

from domain.findings import findings_frame
from intake.extract import Extract, read_extract
from warehouse.database import Database, Warehouse
from warehouse.declared import RAW
from warehouse.events import Event
from warehouse.files import archived, file_id, store
from warehouse.home import Home, folder_of
from warehouse.inbox import FileMoved, FileUnreadable, list_inbox

_ROWS_A_TRANSACTION = 20_000
_FILES_A_TRANSACTION = 250


class ArchiveError(RuntimeError):
    """The archive lost bytes that the log knows; the message names the file and says how to get it back."""


@dataclass(frozen=True)
class Landed:
    """What a landing brought: ids of deliveries and the cycles they touch."""

    deliveries: tuple[str, ...] = ()
    cycles: tuple[str, ...] = ()
    rows: int = 0


def delivery_id(event: Event) -> str:
    """The delivery's id: it names school folder, path, bytes and the instant received."""
    parts = (str(event.data["path"]), str(event.data["file_id"]), event.at.isoformat())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def land(home: Home, warehouse: Warehouse, events: list[Event]) -> Landed:
    """Read every delivery that the log knows and `raw` doesn't; a delivery and its rows commit together."""
    with warehouse.open("landing files") as database:
        _ensure_raw(database)
        known = set(database.query("select delivery_id from raw.deliveries")["delivery_id"])
        missing = [
            (delivery_id(event), event)
            for event in events
            if event.kind == "delivery" and delivery_id(event) not in known
        ]
        rows = 0
        for batch in _batches(home, missing):
            with database.transaction():
                rows += insert_readings(database, batch)
        cycles = _cycles(database, [identity for identity, _ in missing])
    return Landed(tuple(identity for identity, _ in missing), cycles, rows)


def _ensure_raw(database: Database) -> None:
    """The raw tables as they are declared. Where one has changed, all are emptied at once and read anew from the
    archive: a delivery is never in one of them and not in another."""
    if not all(database.is_as_declared(table) for table in RAW.values()):
        with database.transaction():
            for table in RAW.values():
                database.drop(table)
                database.ensure(table)


def _kept(home: Home, event: Event) -> bytes:
    """The bytes of a delivery, from the archive; a copy that is lost or damaged is made good from the inbox where the
    file still lies there. Raises ArchiveError where it doesn't."""
    path, identity = str(event.data["path"]), str(event.data["file_id"])
    copy = archived(home.archive, identity, PurePosixPath(path).name)
    if copy.exists() and file_id(content := copy.read_bytes()) == identity:
        return content
    for file in list_inbox(home.inbox).files:
        with suppress(FileMoved, FileUnreadable):
            if file.path == path and file_id(content := file.read()) == identity:
                store(home.archive, content, file.file.name)
                return content
    raise ArchiveError(
        f"{copy} is {'damaged' if copy.exists() else 'missing'}, and the file it was copied from is no longer in the "
        "inbox. Put it back from a copy of the archive, then run again."
    )


@dataclass(frozen=True)
class Reading:
    """A delivery (`identity`, its event) and what its bytes hold."""

    identity: str
    event: Event
    extract: Extract


def _batches(home: Home, missing: list[tuple[str, Event]]) -> Iterator[list[Reading]]:
    batch: list[Reading] = []
    rows = 0
    for identity, event in missing:
        path = str(event.data["path"])
        extract = read_extract(_kept(home, event), path, header_aliases=home.settings.header_aliases, came_on=event.on)
        batch.append(Reading(identity, event, extract))
        rows += extract.rows.height
        if rows >= _ROWS_A_TRANSACTION or len(batch) >= _FILES_A_TRANSACTION:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def insert_readings(database: Database, batch: Sequence[Reading]) -> int:
    """Put what was read into `raw`; returns the rows of pupils. The caller says what commits together."""
    frames: dict[str, list[pl.DataFrame]] = {name: [] for name in RAW}
    for reading in batch:
        extract = reading.extract
        frames["raw.deliveries"].append(pl.DataFrame([_delivery(reading)], infer_schema_length=None))
        for name, frame in (
            ("raw.sheets", extract.sheets),
            ("raw.columns", extract.columns),
            ("raw.rows", extract.rows),
            ("raw.dropped", extract.dropped),
            ("raw.reading_findings", findings_frame(extract.findings)),
            ("raw.confirmations", pl.DataFrame({"rule": extract.confirms}, schema={"rule": pl.String})),
        ):
            if frame.height:
                frames[name].append(frame.with_columns(pl.lit(reading.identity).alias("delivery_id")))
    for name, parts in frames.items():
        if parts:
            database.insert(RAW[name], pl.concat(parts, how="vertical_relaxed"))
    return sum(frame.height for frame in frames["raw.rows"])


def _delivery(reading: Reading) -> dict[str, object]:
    event, extract = reading.event, reading.extract
    path = str(event.data["path"])
    read, made = extract.sheets.filter(pl.col("state") == "read"), extract.worklist
    return {
        "delivery_id": reading.identity,
        "delivery_number": event.number,
        "file_id": event.data["file_id"],
        "folder": folder_of(path),
        "path": path,
        "filename": PurePosixPath(path).name,
        "received_at": event.at.replace(tzinfo=None),
        "received_on": event.on,
        "size_bytes": event.data["size_bytes"],
        "format": extract.format,
        "encoding": extract.encoding,
        "kind": extract.kind,
        "answers": extract.answers,
        "worklist": made.name if made else None,
        "worklist_school_id": made.school_id if made else None,
        "worklist_cycle": made.cycle if made else None,
        "worklist_made_on": made.made_on if made else None,
        **{count: int(read[count].sum()) for count in ("records", "header_records", "dropped_records", "row_records")},
    }


def _cycles(database: Database, deliveries: list[str]) -> tuple[str, ...]:
    sql = """
        select distinct in_cycle from raw.rows
        where in_cycle is not null and delivery_id in (select unnest(?)) order by in_cycle"""
    return tuple(database.query(sql, [deliveries])["in_cycle"]) if deliveries else ()
