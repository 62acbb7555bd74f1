"""Landing: what lies in the inbox becomes deliveries in the event log, bytes in the archive and rows in `raw`. No
Dagster here.

The order makes a crash harmless: bytes, then event, then rows. Whatever the log knows and `raw` doesn't is read from
the archive at the next landing, which is also how a warehouse is rebuilt from nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

import polars as pl

from domain.calendar import parse_cycle
from domain.findings import findings_frame
from intake.extract import Extract, read_extract
from warehouse.database import Database, Warehouse
from warehouse.declared import RAW
from warehouse.events import Event, EventLog
from warehouse.files import archived, file_id, store
from warehouse.home import Home, folder_of

_ROWS_A_TRANSACTION = 20_000
_FILES_A_TRANSACTION = 250


@dataclass(frozen=True)
class Arrival:
    """A file in the inbox whose bytes are not the ones in force for its path."""

    path: str
    file: Path


@dataclass(frozen=True)
class Landed:
    """What a landing brought: ids of deliveries and the cycles they touch."""

    deliveries: tuple[str, ...] = ()
    cycles: tuple[str, ...] = ()
    rows: int = 0
    ignored: tuple[str, ...] = field(default=())


def inbox_files(inbox: Path) -> tuple[list[Path], list[str]]:
    """The files that schools dropped, sorted, and the names of what is passed over: links, hidden and lock files,
    half-written copies, names that are no text."""
    files, ignored = [], []
    for file in sorted(inbox.rglob("*")):
        inside = file.relative_to(inbox)
        if file.is_symlink() or not _is_writable_as_text(inside):
            ignored.append(inside.as_posix())
        elif not file.is_file():
            continue
        elif file.name.startswith((".", "~$")) or file.suffix.lower() in (".tmp", ".part", ".crdownload"):
            ignored.append(inside.as_posix())
        else:
            files.append(file)
    return files, ignored


def _is_writable_as_text(path: Path) -> bool:
    """Whether a name can be written into the log: one that isn't UTF-8 (from an old archive or share) can't."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def arrivals(home: Home, events: Iterable[Event]) -> list[Arrival]:
    """What lies in the inbox and has not been taken in yet, by content: an unchanged file is no arrival, however often
    it is saved.

    Older years come first, so that a pupil's earliest row lies in their earliest year, whichever school's folder comes
    first by name.
    """
    in_force = {str(event.data["path"]): event.data["file_id"] for event in events if event.kind == "delivery"}
    found = []
    for file in inbox_files(home.inbox)[0]:
        path = file.relative_to(home.inbox).as_posix()
        if in_force.get(path) != file_id(file.read_bytes()):
            found.append(Arrival(path, file))
    return sorted(found, key=lambda arrival: (_cycle_in(arrival.path), arrival.path))


def _cycle_in(path: str) -> str:
    return next((cycle for part in PurePosixPath(path).parts if (cycle := parse_cycle(part))), "")


def take_in(home: Home, log: EventLog, found: Iterable[Arrival], at: datetime) -> list[Event]:
    """Keep the bytes of each arrival and write its delivery into the log.

    A file that changes while it is read waits for the next time.
    """
    drafts: list[tuple[str, dict[str, str | int], str, str]] = []
    for arrival in found:
        before = arrival.file.stat()
        content = arrival.file.read_bytes()
        after = arrival.file.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
            continue
        store(home.archive, content, arrival.file.name)
        drafts.append(
            (
                "delivery",
                {"path": arrival.path, "file_id": file_id(content), "size_bytes": len(content)},
                "inbox",
                "dropped",
            )
        )
    return log.append(drafts, at)


def delivery_id(event: Event) -> str:
    """The delivery's id: it names school folder, path, bytes and the instant received."""
    parts = (str(event.data["path"]), str(event.data["file_id"]), event.at.isoformat())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def land(home: Home, warehouse: Warehouse, events: list[Event]) -> Landed:
    """Read every delivery that the log knows and `raw` doesn't; a delivery and its rows commit together."""
    with warehouse.open("landing files") as database:
        for table in RAW.values():
            database.ensure(table)
        known = set(database.query("select delivery_id from raw.deliveries")["delivery_id"])
        missing = [
            (delivery_id(event), event)
            for event in events
            if event.kind == "delivery" and delivery_id(event) not in known
        ]
        rows = 0
        for batch in _batches(home, missing):
            with database.transaction():
                rows += _insert(database, batch)
        cycles = _cycles(database, [identity for identity, _ in missing])
    return Landed(tuple(identity for identity, _ in missing), cycles, rows, tuple(inbox_files(home.inbox)[1]))


@dataclass(frozen=True)
class _Reading:
    identity: str
    event: Event
    extract: Extract


def _batches(home: Home, missing: list[tuple[str, Event]]) -> Iterator[list[_Reading]]:
    batch: list[_Reading] = []
    rows = 0
    for identity, event in missing:
        path = str(event.data["path"])
        content = archived(home.archive, str(event.data["file_id"]), PurePosixPath(path).name).read_bytes()
        extract = read_extract(content, path, header_aliases=home.settings.header_aliases)
        batch.append(_Reading(identity, event, extract))
        rows += extract.rows.height
        if rows >= _ROWS_A_TRANSACTION or len(batch) >= _FILES_A_TRANSACTION:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _insert(database: Database, batch: list[_Reading]) -> int:
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
        ):
            if frame.height:
                frames[name].append(frame.with_columns(pl.lit(reading.identity).alias("delivery_id")))
    for name, parts in frames.items():
        if parts:
            database.insert(RAW[name], pl.concat(parts, how="vertical_relaxed"))
    return sum(frame.height for frame in frames["raw.rows"])


def _delivery(reading: _Reading) -> dict[str, object]:
    event, extract = reading.event, reading.extract
    path = str(event.data["path"])
    read = extract.sheets.filter(pl.col("state") == "read")
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
        **{count: int(read[count].sum()) for count in ("records", "header_records", "dropped_records", "row_records")},
    }


def _cycles(database: Database, deliveries: list[str]) -> tuple[str, ...]:
    sql = """
        select distinct in_cycle from raw.rows
        where in_cycle is not null and delivery_id in (select unnest(?)) order by in_cycle"""
    return tuple(database.query(sql, [deliveries])["in_cycle"]) if deliveries else ()
