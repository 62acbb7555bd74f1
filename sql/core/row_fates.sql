-- What became of every row of every file: counted, superseded, excluded or held, with the reason
-- grain: delivery_id, sheet, line
-- rebuild: all
with fates as (
    select
        r.delivery_id, r.sheet, r.line,
        case
            when v.verdict is null then 'held'
            when v.verdict = 'held' then 'held'
            when v.verdict = 'withdrawn' then 'excluded'
            when r.kind = 'roll' and not roll.is_newest then 'superseded'
            when r.kind = 'roll' and h.pupil_id is null then 'excluded'
            when r.kind = 'roll' then 'counted'
            when r.kind <> 'destinations' then 'excluded'
            when c.delivery_id is null then 'excluded'
            when not c.is_current then 'superseded'
            when h.pupil_id is null then 'excluded'
            else 'counted'
        end as fate,
        case
            when v.verdict is null then 'no cycle, year group or stage'
            when v.verdict = 'held' then v.rule
            when v.verdict = 'withdrawn' then 'withdrawn'
            when r.kind = 'roll' and not roll.is_newest then 'a newer roll came'
            when r.kind not in ('roll', 'destinations') then 'kept for later use'
            when r.kind = 'destinations' and c.delivery_id is null then 'no destination given yet'
            when r.kind = 'destinations' and not c.is_current then 'newer news came'
            when h.pupil_id is null then coalesce(x.reason, 'not in the cohort')
        end as reason
    from raw.rows as r
    left join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
    left join staged.roll as roll
        on roll.delivery_id = r.delivery_id and roll.sheet = r.sheet and roll.line = r.line and roll.part = r.part
    left join core.claims as c
        on c.delivery_id = r.delivery_id and c.sheet = r.sheet and c.line = r.line and c.part = r.part
    left join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    left join core.cohort as h on h.cycle = r.in_cycle and h.pupil_id = l.pupil_id
    left join (
        select cycle, pupil_id, min(reason) as reason
        from core.cohort_exclusions
        group by cycle, pupil_id
    ) as x on x.cycle = r.in_cycle and x.pupil_id = l.pupil_id
),
ordered as (
    select *, row_number() over (
        partition by delivery_id, sheet, line
        order by list_position(['counted', 'superseded', 'excluded', 'held'], fate), reason
    ) as place
    from fates
)
select
    cast(delivery_id as varchar) as delivery_id, -- The delivery
    cast(sheet as varchar) as sheet, -- The sheet
    cast(line as integer) as line, -- The row number that Excel shows
    cast(fate as varchar) as fate, -- counted, superseded, excluded or held; a row with several claims has the best of their fates
    cast(reason as varchar) as reason -- Why it is not counted; for a held row the rule that holds it
from ordered
where place = 1
