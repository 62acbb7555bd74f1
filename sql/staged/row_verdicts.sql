-- Whether each row may be used: held where a blocking finding lies on it, on its sheet or on its whole file
-- grain: delivery_id, sheet, line, part
-- rebuild: cycle
with blocking as (
    select delivery_id, sheet, line, part, rule
    from staged.findings
    where severity = 'blocking' and cycle = getvariable('cycle')
    union all by name
    select delivery_id, sheet, line, part, rule
    from staged.delivery_findings
    where severity = 'blocking'
    union all by name
    select delivery_id, sheet, line, part, rule
    from staged.reading_findings
    where severity = 'blocking'
),
held as (
    select delivery_id, sheet, line, part, rule from blocking where line is not null
),
held_wholly as (
    select delivery_id, sheet, min(rule) as rule from blocking where line is null group by delivery_id, sheet
),
row_holds as (
    select r.delivery_id, r.sheet, r.line, r.part, min(h.rule) as rule
    from staged.rows as r
    join held as h
        on h.delivery_id = r.delivery_id and h.sheet = r.sheet and h.line = r.line and coalesce(h.part, r.part) = r.part
    where r.cycle = getvariable('cycle')
    group by all
),
file_holds as (
    select delivery_id, min(rule) as rule from held_wholly where sheet is null group by delivery_id
)
select
    cast(r.cycle as varchar) as cycle, -- The cycle
    cast(r.delivery_id as varchar) as delivery_id, -- The delivery
    cast(r.sheet as varchar) as sheet, -- The sheet
    cast(r.line as integer) as line, -- The row number that Excel shows
    cast(r.part as integer) as part, -- Which claim of the row
    cast(case
        when f.rule is not null or s.rule is not null or h.rule is not null then 'held'
        when r.is_withdrawn then 'withdrawn'
        else 'usable'
    end as varchar) as verdict, -- held, withdrawn or usable
    cast(coalesce(f.rule, s.rule, h.rule) as varchar) as rule -- The rule that holds it, the widest first
from staged.rows as r
left join file_holds as f on f.delivery_id = r.delivery_id
left join held_wholly as s on s.delivery_id = r.delivery_id and s.sheet = r.sheet
left join row_holds as h on h.delivery_id = r.delivery_id and h.sheet = r.sheet and h.line = r.line and h.part = r.part
where r.cycle = getvariable('cycle')
