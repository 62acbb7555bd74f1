"""The questions that receipts ask of the warehouse, each for all `chosen` deliveries at once. What is made of the
answers is in `receipt_facts` and `receipt_contents`."""

from __future__ import annotations

CHOSEN = "select unnest(?) as delivery_id"
_OF_CHOSEN = "where delivery_id in (select delivery_id from chosen)"
QUERIES = {
    "deliveries": """
        with parts as (
            select
                delivery_id,
                coalesce(
                    'Year' || if(count(distinct in_year_group) > 1, 's ', ' ')
                    || string_agg(distinct in_year_group::varchar, ', ' order by in_year_group::varchar) || ' ', ''
                ) || coalesce(in_stage || ' ', '') || replace(kind, '_', ' ') || ', ' || in_cycle as part
            from raw.rows
            where delivery_id in (select delivery_id from chosen) and in_cycle is not null
            and (in_year_group is not null or kind not in ('roll', 'destinations'))
            group by delivery_id, kind, in_stage, in_cycle
        ),
        abouts as (select delivery_id, string_agg(part, '; ' order by part) as about from parts group by delivery_id)
        select
            d.*, v.school_id, v.is_withdrawn, v.withdrawn_because, w.decided_on as withdrawn_on,
            s.name as school_name, coalesce(a.about, '') as about
        from raw.deliveries as d
        left join abouts as a on a.delivery_id = d.delivery_id
        join staged.deliveries as v on v.delivery_id = d.delivery_id
        left join ref.schools as s on s.school_id = v.school_id
        left join ref.decisions as w on w.delivery_id = d.delivery_id and w.subject = 'withdrawal'
        where d.delivery_id in (select delivery_id from chosen)
        order by d.delivery_number""",
    "sheets": f"from raw.sheets {_OF_CHOSEN} order by delivery_id, sheet_number",
    "columns": f"from raw.columns {_OF_CHOSEN} order by delivery_id, sheet, position, part",
    "dropped": f"from raw.dropped {_OF_CHOSEN} order by delivery_id, sheet, line",
    "reading_findings": f"select * exclude (finding_number) from staged.reading_findings {_OF_CHOSEN} order by all",
    "delivery_findings": f"from staged.delivery_findings {_OF_CHOSEN} order by all",
}
# These exist once a cycle has been built.
BUILT = {
    "row_findings": f"select * exclude (cycle) from staged.findings {_OF_CHOSEN} order by all",
    "fates": """
        select delivery_id, fate, reason, count(*) as rows
        from core.row_fates
        where delivery_id in (select delivery_id from chosen)
        group by all order by all""",
    "changes": """
        select delivery_id, change, count(*) as claims
        from core.claims
        where delivery_id in (select delivery_id from chosen) and change is not null
        group by all""",
    "changed": """
        with labels as (select distinct code, label from ref.destination_types)
        select
            c.delivery_id, p.forename || ' ' || p.surname as name, c.year_group, c.stage_sent as stage,
            concat_ws(', ', b.label, c.previous_provider) as before,
            concat_ws(', ', a.label, c.destination_provider) as after
        from core.claims as c
        join core.pupils as p on p.pupil_id = c.pupil_id and not p.left_for_good
        left join labels as b on b.code = c.previous_type
        left join labels as a on a.code = c.destination_type
        where c.change = 'changed' and c.delivery_id in (select delivery_id from chosen)
        order by c.delivery_id, name, stage""",
    "people": """
        select
            c.delivery_id, count(distinct c.pupil_id) as pupils,
            count(distinct c.pupil_id) filter (where c.destination_category not in ('unknown', 'undecided')) as known,
            count(distinct c.pupil_id) filter (where c.is_confirmed) as confirmed
        from core.claims as c
        where c.delivery_id in (select delivery_id from chosen) and not c.is_from_roll
        group by c.delivery_id""",
    "still_to_do": """
        select delivery_id, line from core.row_fates
        where reason = 'no destination given yet' and delivery_id in (select delivery_id from chosen)
        order by all""",
    "joined": """
        with rolls as (
            select distinct r.delivery_id, r.delivery_number, r.cycle, r.school_id, r.year_group, l.pupil_id
            from staged.roll as r
            join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
        )
        select m.delivery_id, p.forename || ' ' || p.surname as name
        from rolls as m
        join core.pupils as p on p.pupil_id = m.pupil_id and not p.left_for_good
        where m.delivery_id in (select delivery_id from chosen)
        and exists (
            from rolls as o
            where o.cycle = m.cycle and o.school_id = m.school_id and o.year_group = m.year_group
            and o.delivery_number < m.delivery_number
        )
        and not exists (
            from rolls as o
            where o.cycle = m.cycle and o.school_id = m.school_id and o.year_group = m.year_group
            and o.delivery_number < m.delivery_number and o.pupil_id = m.pupil_id
        )
        order by m.delivery_id, name""",
    "missing": """
        with mine as (
            select distinct c.delivery_id, d.delivery_number, c.cycle, c.school_id, c.year_group, c.stage_sent
            from core.claims as c
            join staged.deliveries as d on d.delivery_id = c.delivery_id
            where c.delivery_id in (select delivery_id from chosen) and c.source_kind = 'destinations'
            -- A worklist names those alone whom it is about
            and d.worklist is null
        ),
        before as (
            select m.delivery_id, c.pupil_id, arg_max(c.destination_type, d.delivery_number) as kept
            from mine as m
            join core.claims as c
                on c.cycle = m.cycle and c.school_id = m.school_id
                and c.year_group = m.year_group and c.stage_sent = m.stage_sent
                and c.source_kind = 'destinations'
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
VALUES = """
select r.*
from raw.rows as r
join (select distinct delivery_id, sheet, line from findings_shown where line is not null) as f
    on f.delivery_id = r.delivery_id and f.sheet = r.sheet and f.line = r.line
"""
