"""What the warehouse knows about some deliveries, in a few queries for all of them: the facts that receipts are made
from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from domain.columns import COLUMNS
from warehouse.database import Database

_CHOSEN = "select unnest(?) as delivery_id"
_OF_CHOSEN = "where delivery_id in (select delivery_id from chosen)"
_QUERIES = {
    "deliveries": """
        with parts as (
            select
                delivery_id,
                'Year' || if(count(distinct in_year_group) > 1, 's ', ' ')
                || string_agg(distinct in_year_group::varchar, ', ' order by in_year_group::varchar)
                || ' ' || coalesce(in_stage || ' ', '') || replace(kind, '_', ' ') || ', ' || in_cycle as part
            from raw.rows
            where delivery_id in (select delivery_id from chosen) and in_year_group is not null
            group by delivery_id, kind, in_stage, in_cycle
        ),
        abouts as (select delivery_id, string_agg(part, '; ' order by part) as about from parts group by delivery_id)
        select d.*, v.school_id, v.is_withdrawn, s.name as school_name, coalesce(a.about, '') as about
        from raw.deliveries as d
        left join abouts as a on a.delivery_id = d.delivery_id
        join staged.deliveries as v on v.delivery_id = d.delivery_id
        left join ref.schools as s on s.school_id = v.school_id
        where d.delivery_id in (select delivery_id from chosen)
        order by d.delivery_number""",
    "sheets": f"from raw.sheets {_OF_CHOSEN} order by delivery_id, sheet_number",
    "columns": f"from raw.columns {_OF_CHOSEN} order by delivery_id, sheet, position, part",
    "reading_findings": f"from raw.reading_findings {_OF_CHOSEN} order by all",
    "delivery_findings": f"from staged.delivery_findings {_OF_CHOSEN} order by all",
}
# These exist once a cycle has been built.
_BUILT = {
    "row_findings": f"select * exclude (cycle) from staged.findings {_OF_CHOSEN} order by all",
    "fates": """
        select delivery_id, fate, reason, count(*) as rows
        from core.row_fates
        where delivery_id in (select delivery_id from chosen)
        group by all order by all""",
    "changes": """
        select delivery_id, change, count(*) as claims
        from core.claims
        where delivery_id in (select delivery_id from chosen)
        group by all""",
    "missing": """
        with mine as (
            select distinct c.delivery_id, d.delivery_number, c.cycle, c.school_id, c.year_group, c.stage_sent
            from core.claims as c
            join staged.deliveries as d on d.delivery_id = c.delivery_id
            where c.delivery_id in (select delivery_id from chosen)
        ),
        before as (
            select m.delivery_id, c.pupil_id, arg_max(c.destination_type, d.delivery_number) as kept
            from mine as m
            join core.claims as c
                on c.cycle = m.cycle and c.school_id = m.school_id
                and c.year_group = m.year_group and c.stage_sent = m.stage_sent
            join staged.deliveries as d on d.delivery_id = c.delivery_id and d.delivery_number < m.delivery_number
            group by all
        ),
        named as (
            select distinct r.delivery_id, l.pupil_id
            from staged.rows as r
            join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
            where r.delivery_id in (select delivery_id from chosen)
        ),
        roll_before as (
            select m.delivery_id, l.pupil_id, null as kept
            from (
                select distinct delivery_id, delivery_number, cycle, school_id, year_group
                from staged.roll
                where delivery_id in (select delivery_id from chosen)
            ) as m
            join staged.roll as o
                on o.cycle = m.cycle and o.school_id = m.school_id
                and o.year_group = m.year_group and o.delivery_number < m.delivery_number
            join core.pupil_links as l on l.delivery_id = o.delivery_id and l.sheet = o.sheet and l.line = o.line
            group by all
        )
        select b.delivery_id, p.forename || ' ' || p.surname as name, coalesce(t.label, b.kept) as kept
        from (from before union all by name from roll_before) as b
        join core.pupils as p on p.pupil_id = b.pupil_id and not p.left_for_good
        left join (select distinct code, label from ref.destination_types) as t on t.code = b.kept
        where not exists (select 1 from named as n where n.delivery_id = b.delivery_id and n.pupil_id = b.pupil_id)
        -- A row that is held has no pupil yet, but whoever sent it did not forget them.
        and not exists (from staged.rows as r where r.delivery_id = b.delivery_id and r.upn = p.upn)
        and not exists (
            from staged.rows as r
            where r.delivery_id = b.delivery_id and r.surname = p.surname and r.forename = p.forename
            and r.date_of_birth = p.date_of_birth
        )
        order by b.delivery_id, name""",
}
_VALUES = """
select r.*
from raw.rows as r
join (select distinct delivery_id, sheet, line from findings_shown where line is not null) as f
    on f.delivery_id = r.delivery_id and f.sheet = r.sheet and f.line = r.line
"""
_EMPTY: dict[str, pl.DataFrame] = {
    "fates": pl.DataFrame(schema={"delivery_id": pl.String, "fate": pl.String, "reason": pl.String, "rows": pl.Int64}),
    "changes": pl.DataFrame(schema={"delivery_id": pl.String, "change": pl.String, "claims": pl.Int64}),
    "missing": pl.DataFrame(schema={"delivery_id": pl.String, "name": pl.String, "kept": pl.String}),
}


@dataclass(frozen=True)
class Facts:
    """Frames about some deliveries; `values` maps (delivery_id, sheet, line, part, column) to the cell as sent, where a
    finding lies."""

    deliveries: pl.DataFrame
    sheets: pl.DataFrame
    columns: pl.DataFrame
    findings: pl.DataFrame
    fates: pl.DataFrame
    changes: pl.DataFrame
    missing: pl.DataFrame
    values: dict[tuple[str, str, int, int, str], str]


def gather(database: Database, deliveries: Sequence[str]) -> Facts:
    """The facts about these deliveries; what has not been built yet is empty."""
    database.execute("create or replace temp table chosen as " + _CHOSEN, [list(deliveries)])
    frames = {name: database.query(sql) for name, sql in _QUERIES.items()}
    built = database.exists("core.row_fates")
    frames |= {name: database.query(sql) for name, sql in _BUILT.items()} if built else {}
    parts = [frames.pop(name) for name in ("reading_findings", "delivery_findings", "row_findings") if name in frames]
    findings = pl.concat([part.select(parts[0].columns) for part in parts], how="vertical_relaxed")
    database.connection.register("findings_shown", findings.to_arrow())
    values = _values(database.query(_VALUES))
    database.connection.unregister("findings_shown")
    database.execute("drop table chosen")
    return Facts(findings=findings, values=values, **{**_EMPTY, **frames})


def _values(rows: pl.DataFrame) -> dict[tuple[str, str, int, int, str], str]:
    found = {}
    for row in rows.iter_rows(named=True):
        for column in COLUMNS:
            if row[column] is not None:
                found[row["delivery_id"], row["sheet"], row["line"], row["part"], column] = row[column]
    return found
