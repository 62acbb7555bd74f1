-- The figures that each of some deliveries touches: school and year group of every pupil about whom one of its rows says
-- something new, and the stage that the row speaks of ('': any). A row that repeats what its folder sent last is no news.
-- $deliveries: their ids; $whole: those of them that count, or don't, as a whole since a decision; $cycle: whose figures.
with asked as (
    select d.delivery_id, d.delivery_number, d.folder, d.kind
    from raw.deliveries as d
    where list_contains(cast($deliveries as varchar[]), d.delivery_id)
),
counted as (
    select pupil_id, school_id, year_group from core.cohort where cycle = $cycle
    union
    select pupil_id, school_id, year_group from core.on_roll where cycle = $cycle
),
told as (
    select
        r.delivery_id, d.delivery_number, d.folder, r.kind, r.in_cycle, r.in_year_group, r.in_stage, r.part, l.pupil_id, c.stage,
        md5(concat_ws('|', *columns(r.* exclude (delivery_id, sheet, line, part, sheet_number, other)))) as said
    from raw.rows as r
    join raw.deliveries as d on d.delivery_id = r.delivery_id and d.folder in (select folder from asked)
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    left join core.claims as c on c.delivery_id = r.delivery_id and c.sheet = r.sheet and c.line = r.line and c.part = r.part
),
compared as (
    select *, lag(said) over (
        partition by folder, kind, in_cycle, in_stage, part, pupil_id order by delivery_number
    ) is distinct from said as is_news
    from told
),
missing as (
    select distinct a.delivery_id, a.folder as school_id, before.in_year_group as year_group
    from asked as a
    join told as before on before.folder = a.folder and before.kind = 'roll' and before.delivery_number < a.delivery_number
    join (select distinct delivery_id, in_cycle, in_year_group from told) as now
        on now.delivery_id = a.delivery_id and now.in_cycle = before.in_cycle and now.in_year_group = before.in_year_group
    anti join told as still on still.delivery_id = a.delivery_id and still.pupil_id = before.pupil_id
    where a.kind = 'roll' and before.in_cycle = $cycle
)
select distinct r.delivery_id, h.school_id, h.year_group, coalesce(r.stage, '') as touched_stage
from compared as r
join asked as a on a.delivery_id = r.delivery_id
join counted as h on h.pupil_id = r.pupil_id
where r.is_news or list_contains(cast($whole as varchar[]), r.delivery_id)
union
select delivery_id, school_id, year_group, '' from missing
union
-- What a withdrawn file said has no pupil any more: it touches all it is about
select distinct r.delivery_id, d.folder, r.in_year_group, coalesce(r.in_stage, '')
from raw.rows as r
join asked as d on d.delivery_id = r.delivery_id
where list_contains(cast($whole as varchar[]), r.delivery_id) and r.in_cycle = $cycle
