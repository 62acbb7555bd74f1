"""What comes of a corpus when every school types what is suggested in its to-fix workbook and drops that."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import polars as pl

from assets.to_fix import to_fix_of
from tests.returned import saved, take_suggestions
from warehouse.database import Database, Warehouse
from warehouse.files import archived
from warehouse.home import Home

_FINDINGS = """
with found as (
    from staged.reading_findings select * exclude (finding_number)
    union all by name from staged.delivery_findings
    union all by name select * exclude (cycle) from staged.findings
)
select * from found where delivery_id = ? and severity <> 'notice' order by all
"""
_SUGGESTED = """
select d.*, s.name as school_name
from raw.deliveries as d left join ref.schools as s on s.school_id = d.folder
where d.delivery_id in (
    select delivery_id from staged.findings where suggestion is not null
    union select delivery_id from raw.reading_findings where suggestion is not null
)
order by d.path
"""


def mend(folder: Path) -> dict[str, bytes]:
    """For each file of a validated home in which anything is suggested: its path, and its to-fix workbook after every
    suggestion was typed."""
    home = Home(folder)
    with Warehouse(home.warehouse_file).open("corpus") as database:
        return {head["path"]: _typed(home, database, head) for head in database.query(_SUGGESTED).iter_rows(named=True)}


def _typed(home: Home, database: Database, head: dict[str, object]) -> bytes:
    chosen = [head["delivery_id"]]
    frames: list[pl.DataFrame] = [
        database.query(_FINDINGS, chosen),
        database.query("from raw.sheets where delivery_id = ?", chosen),
        database.query("from raw.columns where delivery_id = ?", chosen),
    ]
    content = archived(home.archive, str(head["file_id"]), str(head["filename"])).read_bytes()
    workbook = to_fix_of(content, head, *(list(frame.iter_rows(named=True)) for frame in frames), {})
    assert workbook
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert take_suggestions(book)
    return saved(book)
