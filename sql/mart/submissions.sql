-- The submission tracker: for each school and collection what came last, how many rows of it can be used, or that nothing came
-- grain: cycle, school_id, year_group, collection
-- rebuild: cycle
with expected as (
    select s.school_id, e.year_group, e.collection
    from ref.schools as s
    join ref.expected_collections as e on e.phase = s.phase and e.has_sixth_form = s.has_sixth_form
),
answered as (
    -- A file that came again at its path, or whose to-fix workbook came back, needs nothing more
    select distinct o.delivery_id
    from staged.deliveries as o
    join staged.deliveries as n
        on n.school_id = o.school_id and n.delivery_number > o.delivery_number and not n.is_withdrawn and n.row_records > 0
        and (n.path = o.path or n.answers = o.delivery_id)
),
sent as (
    select r.school_id, r.year_group, coalesce(r.stage, 'roll') as collection, r.delivery_id, r.received_at, r.sheet, r.line, v.verdict
    from staged.rows as r
    join staged.row_verdicts as v on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
    where r.cycle = getvariable('cycle') and r.kind in ('roll', 'destinations') and r.school_id is not null and r.year_group is not null
    union all
    -- The next cycle's roll, which says where this cycle's pupils went
    select school_id, year_group, 'autumn_roll', delivery_id, received_at, sheet, line, verdict
    from staged.autumn_rolls
    where cycle = getvariable('cycle')
),
received as (
    select
        s.school_id, s.year_group, s.collection,
        count(distinct s.delivery_id) as files,
        max(s.received_at) as last_received_at,
        count(distinct (s.delivery_id, s.sheet, s.line)) as rows,
        count(distinct (s.delivery_id, s.sheet, s.line)) filter (where s.verdict = 'held' and a.delivery_id is null) as held_rows,
        count(distinct (s.delivery_id, s.sheet, s.line)) filter (where s.verdict = 'usable') as usable_rows
    from sent as s
    left join answered as a on a.delivery_id = s.delivery_id
    group by all
),
told as (
    select
        coalesce(e.school_id, r.school_id) as school_id, coalesce(e.year_group, r.year_group) as year_group,
        coalesce(e.collection, r.collection) as collection, e.school_id is not null as is_expected,
        coalesce(r.files, 0) as files, r.last_received_at, coalesce(r.rows, 0) as rows, coalesce(r.held_rows, 0) as held_rows,
        coalesce(r.usable_rows, 0) as usable_rows
    from expected as e
    full join received as r on r.school_id = e.school_id and r.year_group = e.year_group and r.collection = e.collection
),
dated as (
    select
        t.*, d.opens_on, d.due_on,
        case
            when t.rows = 0 and d.opens_on > getvariable('as_of') then 'not open yet'
            when t.rows = 0 then 'nothing came'
            when t.usable_rows = 0 then 'held'
            when t.held_rows > 0 then 'partly received'
            else 'received'
        end as state
    from told as t
    left join ref.collection_dates as d
        on d.cycle = getvariable('cycle') and d.year_group = t.year_group and d.collection = t.collection
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group; of an autumn roll, as on the roll
    cast(collection as varchar) as collection, -- roll, intended, final or autumn_roll, which is the next cycle's roll
    cast(is_expected as boolean) as is_expected, -- Whether the school is expected to send it
    cast(files as integer) as files, -- Files that came
    cast(last_received_at as timestamp) as last_received_at, -- When the newest came, UTC
    cast(rows as integer) as rows, -- Rows in them
    cast(held_rows as integer) as held_rows, -- Of them, rows held back in files that nothing newer has answered
    cast(state as varchar) as state, -- received, partly received, held, nothing came or not open yet
    cast(opens_on as date) as opens_on, -- It is asked for from this day; null: it is never asked for
    cast(due_on as date) as due_on, -- It is due on this day; null: never
    cast(is_expected and coalesce(due_on < getvariable('as_of'), false) and state <> 'received' as boolean) as is_late -- Whether it is expected, past its day and not all there
from dated
