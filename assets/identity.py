"""Linking: every usable row of every cycle gets its pupil. Which rows belong together is decided in
`domain/identity.py`."""

from __future__ import annotations

import hashlib

import polars as pl

from domain.identity import link_rows
from warehouse.database import Database
from warehouse.declared import DERIVED

LINKS = DERIVED["core.pupil_links"]

_ROWS = """
select
    r.cycle, r.delivery_id, r.sheet, r.line,
    r.upn, r.former_upn, r.uln, r.school_id, r.mis_id, r.surname, r.forename, r.date_of_birth
from staged.rows as r
join staged.row_verdicts as v
    on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
    and v.verdict = 'usable'
where r.school_id is not null
order by r.delivery_number, r.sheet_number, r.line, r.part
"""


def link_pupils(database: Database) -> int:
    """Rebuild core.pupil_links from all cycles; returns the number of links. A row of several claims has one pupil."""
    rows = database.query(_ROWS).unique(["delivery_id", "sheet", "line"], keep="first", maintain_order=True)
    names = rows.select(
        pl.concat_str("delivery_id", pl.lit("\0"), "sheet", pl.lit("\0"), pl.col("line").cast(pl.String))
        .map_elements(lambda text: hashlib.sha256(text.encode()).hexdigest()[:16], return_dtype=pl.String)
        .alias("name")
    )["name"]
    pupils = names.gather(link_rows(rows)) if rows.height else names
    return database.replace(LINKS, rows.with_columns(pupils.alias("pupil_id")))


_FINGERPRINT = """
select
    l.cycle,
    md5(string_agg(
        l.delivery_id || l.sheet || l.line || l.pupil_id || coalesce(p.disadvantaged_in_year_11, '') || p.left_for_good,
        ',' order by l.delivery_id, l.sheet, l.line
    )) as links_id
from core.pupil_links as l
join core.pupils as p on p.pupil_id = l.pupil_id
group by l.cycle
"""


def fingerprints(database: Database) -> dict[str, str]:
    """For each cycle a hash of who its rows are about: when it differs from the one a cycle was built with, the
    cycle is built again."""
    return dict(database.query(_FINGERPRINT).iter_rows())
