"""What our validator finds in a corpus: everything is landed in one home and judged by the very steps of a landing and a
build. The corpus itself knows nothing of this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import polars as pl

from assets.arrivals import arrivals, take_in
from assets.landing import land
from assets.plan import land_sql, make_sql
from assets.providers import match_providers
from assets.reference import publish_reference
from assets.validation import find_delivery_faults, find_row_faults
from warehouse.database import Warehouse
from warehouse.events import LONDON, EventLog
from warehouse.home import Home
from warehouse.tables import sql_tables

from .network import AS_OF
from .score import Found

_FINDINGS = """
with found as (
    select delivery_id, sheet, line, "column", severity, suggestion, rule from staged.reading_findings
    union all select delivery_id, sheet, line, "column", severity, suggestion, rule from staged.delivery_findings
    union all select delivery_id, sheet, line, "column", severity, suggestion, rule from staged.findings
)
select distinct d.path, f.* exclude (delivery_id)
from found as f join raw.deliveries as d on d.delivery_id = f.delivery_id
where f.severity <> 'notice'
order by all
"""


def validate_home(folder: Path) -> pl.DataFrame:
    """Land what lies in the inbox and run every rule; returns path, sheet, line, column, severity, suggestion, rule."""
    (folder / "network.toml").write_text("", "utf-8")
    home = Home(folder)
    home.prepare()
    log, warehouse = EventLog(home.event_log), Warehouse(home.warehouse_file)
    take_in(home, log, arrivals(home, []), datetime.combine(AS_OF, time(12), LONDON))
    land(home, warehouse, log.events())
    with warehouse.open("corpus") as database:
        publish_reference(home, database, log.events())
        make_sql(database, land_sql(), None, AS_OF)
        find_delivery_faults(database)
        tables = sql_tables()
        for cycle in database.query("select distinct in_cycle from raw.rows where in_cycle is not null")["in_cycle"]:
            database.build(tables["staged.codes"], cycle, AS_OF)
            match_providers(database, cycle)
            for name in ("staged.rows", "staged.copied_finals"):
                database.build(tables[name], cycle, AS_OF)
            find_row_faults(database, cycle)
        return database.query(_FINDINGS)


def found_by_path(findings: pl.DataFrame) -> dict[str, Sequence[Found]]:
    """The findings of each file, as the corpus scores them."""
    found: dict[str, list[Found]] = defaultdict(list)
    for row in findings.iter_rows(named=True):
        found[row["path"]].append(Found(row["sheet"], row["line"], row["column"], row["severity"], row["suggestion"]))
    return dict(found)
