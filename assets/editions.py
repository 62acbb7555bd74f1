"""An edition: what the gate lets through, frozen. Tables, pages and a manifest in a folder of their own, its cells in
the archive, a line in the event log.

The folder is written beside its place. Then the edition is logged, from which moment it has left; then the folder is
renamed into place. A stop before the log leaves nothing, one after it is made good by the next one who comes.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from assets.builds import ROOT, build_ids, code_hash
from assets.editions_cells import released_cells
from assets.editions_changes import changes_since, rules_id
from assets.editions_log import CELLS_FILE, FINAL, PUBLISH, Edition, editions, last_edition, load_published_cells
from assets.editions_pages import pages_of, pdfs_of
from assets.report_files import RESTRICTED
from assets.steps import Step
from reports.changes_table import changes_csv
from reports.erratum import Erratum, render_erratum
from warehouse.events import Event, EventLog
from warehouse.files import file_id, store, sync_folder, write_whole
from warehouse.home import Home
from warehouse.tables import sql_tables

MANIFEST = "manifest.json"
_YEARS_SHOWN = 3
_PAGES_CODE = ("reports",)
_READ_ONLY, _RESTRICTED, _OWN_FOLDER = 0o444, 0o400, 0o700
_DELIVERIES = """
select d.delivery_id, coalesce(d.folder, '') as folder, d.received_on, d.file_id, count(*) as counted_rows
from core.row_fates as f
join raw.deliveries as d on d.delivery_id = f.delivery_id
join (select distinct delivery_id, sheet, line from raw.rows where in_cycle = ?) as r
    on r.delivery_id = f.delivery_id and r.sheet = f.sheet and r.line = f.line
where f.fate = 'counted'
group by all
order by d.delivery_id
"""
_CHECKS = """
select check_name as "check", meaning, checked, failed, passed, blocking
from ops.checks where cycle = ? order by check_name
"""


@dataclass(frozen=True)
class Made:
    """What became of a publication: `edition` (its folder, its files counted, what couldn't be printed) or, where there
    was nothing new, `unchanged_since`. `changed`: how many figures an erratum lists; None: there is none."""

    cycle: str
    edition: str = ""
    edition_id: str = ""
    folder: Path | None = None
    files: int = 0
    changed: int | None = None
    unchanged_since: str = ""
    problems: tuple[str, ...] = ()


@cache
def code_version() -> str:
    """A fingerprint of everything in the code that decides what an edition looks like."""
    digest = hashlib.sha256(code_hash().encode())
    for folder in _PAGES_CODE:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def make_edition(step: Step, kind: str, at: datetime, who: str, why: str, *, prints: bool = True) -> Made:
    """Freeze what the step's cycle has in release as the next edition of a kind, unless it shows what the last one did.
    `prints`: with a PDF of each page that people print, where there is a browser.

    Whoever calls has asked whether it may leave, and holds the warehouse's lock.
    """
    finish_interrupted(step.home, step.events)
    last = last_edition(editions(step.events, step.cycle), kind)
    inputs, code = inputs_of(step), code_version()
    if last and (inputs, code) == (last.inputs, last.code):
        return Made(step.cycle, unchanged_since=last.name)
    changes = changes_since(step.database, step.home, step.events, step.cycle, step.as_of, kind) if last else None
    if last and changes is not None and changes.frame.is_empty() and code == last.code:
        return Made(step.cycle, unchanged_since=last.name)
    name = f"{kind}-{last.number + 1 if last else 1}"
    erratum = _erratum(step, name, last, changes.frame) if last and changes is not None and kind == FINAL else None
    edition_id = hashlib.sha256("\0".join([inputs, code, step.as_of.isoformat()]).encode()).hexdigest()[:16]
    data: dict[str, str | int] = {
        "cycle": step.cycle, "edition": name, "edition_id": edition_id, "as_of": step.as_of.isoformat(),
        "build_id": step.build_id, "inputs": inputs, "code": code, "rules": rules_id(step.home),
        "newest_event": step.events[-1].number,
    }  # fmt: skip
    folder = step.home.editions(step.cycle) / name
    beside = folder.with_name(f".writing-{name}")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        files, problems = _write(step, beside, name, edition_id, erratum, prints=prints)
        manifest = _manifest(step, data, files, why)
        write_whole(beside / MANIFEST, manifest, mode=_READ_ONLY)
        _sync(beside)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    cells = _parquet(released_cells(step.database, step.cycle))
    store(step.home.archive, cells, CELLS_FILE)
    data |= {"cells": file_id(cells), "manifest": file_id(manifest)}
    events = EventLog(step.home.event_log).append([(PUBLISH, data, who, why)], at)
    _into_place(beside, folder)
    load_published_cells(step.home, step.database, [*step.events, *events])
    changed = changes.frame.height if erratum and changes else None
    return Made(step.cycle, name, edition_id, folder, len(files), changed, problems=problems)


def inputs_of(step: Step) -> str:
    """A fingerprint of all that the edition's tables are made from; that editions left before is none of it."""
    events = [event for event in step.events if event.kind != PUBLISH]
    ids = build_ids(step.database, step.home, events, step.as_of)
    shown = [cycle for cycle in sorted(ids) if cycle <= step.cycle][-_YEARS_SHOWN:]
    return hashlib.sha256("\0".join(ids[cycle].build for cycle in shown).encode()).hexdigest()[:16]


def finish_interrupted(home: Home, events: Sequence[Event]) -> None:
    """Put in place what was logged but not renamed when a run was stopped; take away what was never logged."""
    for edition in editions(events):
        folder = home.editions(edition.cycle) / edition.name
        beside = folder.with_name(f".writing-{edition.name}")
        manifest = beside / MANIFEST
        if not folder.exists() and manifest.exists() and file_id(manifest.read_bytes()) == edition.manifest:
            _into_place(beside, folder)
    for left in (home.path / "editions").glob("*/.writing-*"):
        shutil.rmtree(left, ignore_errors=True)


def _write(
    step: Step, folder: Path, name: str, edition_id: str, erratum: Erratum | None, *, prints: bool
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Write every file of the edition but its manifest; returns path, SHA-256 and size of each, and what couldn't be
    printed."""
    files = [_put(folder, path, content) for path, content in (*_tables(step), *_erratum_files(erratum))]
    to_print = ["erratum.html"] if erratum else []
    for page in pages_of(step, name, edition_id):
        files.append(_put(folder, page.path, page.data))
        to_print += [page.path] if page.prints else []
    pdfs, problems = pdfs_of(folder, to_print, step.as_of) if prints else ({}, ())
    files += [_put(folder, path, content) for path, content in pdfs.items()]
    return sorted(files, key=lambda file: str(file["path"])), problems


def _put(folder: Path, path: str, content: bytes) -> dict[str, Any]:
    restricted = path.startswith(f"{RESTRICTED}/")
    if restricted:
        (folder / RESTRICTED).mkdir(parents=True, exist_ok=True)
        (folder / RESTRICTED).chmod(_OWN_FOLDER)
    write_whole(folder / path, content, mode=_RESTRICTED if restricted else _READ_ONLY)
    return {"path": path, "sha256": file_id(content), "size_bytes": len(content)}


def _tables(step: Step) -> Iterator[tuple[str, bytes]]:
    """Every table of release, of the cycle where it has cycles: sorted, so that the same rows are the same bytes."""
    for table in sql_tables().values():
        if table.schema == "release" and step.database.exists(table.name):
            of_cycle = "where cycle = getvariable('cycle')" if "cycle" in table.column_names else ""
            step.database.set_variables(step.cycle, step.as_of)
            yield (
                f"tables/{table.name.split('.')[1]}.parquet",
                _parquet(step.database.query(f"from {table.name} {of_cycle} order by all")),
            )


def _parquet(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file, compression="zstd", statistics=False)
    return file.getvalue()


def _erratum(step: Step, name: str, last: Edition, changed: pl.DataFrame) -> Erratum:
    return Erratum(step.home.settings.name, step.cycle, step.as_of, name, last.name, last.published_on, changed)


def _erratum_files(erratum: Erratum | None) -> Iterator[tuple[str, bytes]]:
    if erratum is not None:
        yield "erratum.html", render_erratum(erratum).encode()
        yield "erratum.csv", changes_csv(erratum.changed)


def _manifest(step: Step, data: dict[str, str | int], files: list[dict[str, Any]], why: str) -> bytes:
    database = step.database
    told = {
        **{name: data[name] for name in ("cycle", "edition", "edition_id", "as_of", "build_id")},
        "network": step.home.settings.name,
        "made_from": {name: data[name] for name in ("inputs", "code", "rules", "newest_event")},
        "why": why,
        "settings": {
            name: value for name, value in asdict(step.home.settings).items() if isinstance(value, int | float | str)
        },
        "deliveries": database.query(_DELIVERIES, [step.cycle]).to_dicts(),
        "checks": database.query(_CHECKS, [step.cycle]).to_dicts(),
        "table_rows": {
            table.name: database.value(f"select count(*) from {table.name} where cycle = ?", [step.cycle])
            for table in sql_tables().values()
            if table.schema == "release" and "cycle" in table.column_names and database.exists(table.name)
        },
        "files": files,
    }
    return (json.dumps(told, indent=2, ensure_ascii=False, default=str) + "\n").encode()


def _sync(folder: Path) -> None:
    for below in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync_folder(below)


def _into_place(beside: Path, folder: Path) -> None:
    beside.replace(folder)
    sync_folder(folder.parent)
