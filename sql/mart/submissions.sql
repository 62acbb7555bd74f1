-- The submission tracker: for each school and collection what came last, how many rows of it can be used, or that nothing came
-- grain: cycle, school_id, year_group, collection
-- rebuild: cycle
with expected as (
    select s.school_id, e.year_group::integer as year_group, c.collection
    from ref.schools as s
    join ref.expected_year_groups as e on e.phase = s.phase and (e.needs_sixth_form = 'no' or s.has_sixth_form)
    cross join (select code as collection from ref.codes where column_name = 'stage' union all select 'roll') as c
    where c.collection = 'roll' or list_contains(string_split(e.stages, '|'), c.collection)
),
answered as (
    -- A file that came again at its path, or whose to-fix workbook came back, needs nothing more
    select o.delivery_id
    from staged.deliveries as o
    join staged.deliveries as n
        on n.school_id = o.school_id and n.delivery_number > o.delivery_number and not n.is_withdrawn and n.row_records > 0
        and (n.path = o.path or n.answers = o.delivery_id)
),
received as (
    select
        r.school_id, r.year_group, coalesce(r.stage, 'roll') as collection,
        count(distinct r.delivery_id) as files,
        max(r.received_at) as last_received_at,
        count(distinct (r.delivery_id, r.sheet, r.line)) as rows,
        count(distinct (r.delivery_id, r.sheet, r.line)) filter (where v.verdict = 'held' and a.delivery_id is null) as held_rows,
        count(distinct (r.delivery_id, r.sheet, r.line)) filter (where v.verdict = 'usable') as usable_rows
    from staged.rows as r
    join staged.row_verdicts as v on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
    left join (select distinct delivery_id from answered) as a on a.delivery_id = r.delivery_id
    where r.cycle = getvariable('cycle') and r.kind in ('roll', 'destinations') and r.school_id is not null and r.year_group is not null
    group by all
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(coalesce(e.school_id, r.school_id) as varchar) as school_id, -- The school
    cast(coalesce(e.year_group, r.year_group) as integer) as year_group, -- The year group
    cast(coalesce(e.collection, r.collection) as varchar) as collection, -- roll, intended or final
    cast(e.school_id is not null as boolean) as is_expected, -- Whether the school is expected to send it
    cast(coalesce(r.files, 0) as integer) as files, -- Files that came
    cast(r.last_received_at as timestamp) as last_received_at, -- When the newest came, UTC
    cast(coalesce(r.rows, 0) as integer) as rows, -- Rows in them
    cast(coalesce(r.held_rows, 0) as integer) as held_rows, -- Of them, rows held back in files that nothing newer has answered
    cast(case
        when coalesce(r.rows, 0) = 0 and d.opens_on > getvariable('as_of') then 'not open yet'
        when coalesce(r.rows, 0) = 0 then 'nothing came'
        when r.usable_rows = 0 then 'held'
        when r.held_rows > 0 then 'partly received'
        else 'received'
    end as varchar) as state -- received, partly received, held, nothing came or not open yet
from expected as e
full join received as r on r.school_id = e.school_id and r.year_group = e.year_group and r.collection = e.collection
left join ref.collections as d
    on d.cycle = getvariable('cycle') and d.year_group = coalesce(e.year_group, r.year_group)
    and d.stage = case when coalesce(e.collection, r.collection) = 'roll' then 'intended' else coalesce(e.collection, r.collection) end
