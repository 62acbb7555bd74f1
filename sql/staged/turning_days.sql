-- The days on which a cycle's picture changes though nothing comes: phases, checkpoints, things that fall due, leaving days
-- grain: cycle, on_date
-- rebuild: cycle
with days as (
    select on_date from ref.calendar where cycle = getvariable('cycle')
    union
    select unnest([opens_on, closes_on + 1]) from ref.checkpoints where cycle = getvariable('cycle')
    union
    select unnest([opens_on, due_on, due_on + 1, past_on]) from ref.collection_dates where cycle = getvariable('cycle')
    union
    select begins_on from ref.phases where cycle = getvariable('cycle')
    union
    select unnest([opens_on, due_on + 1, closes_on + 1]) from ref.worklists where cycle = getvariable('cycle')
    union
    select unnest([from_on, until_on + 1]) from ref.benchmark_windows where cycle = getvariable('cycle')
    union
    select leaving_date from staged.rows where cycle = getvariable('cycle') and kind = 'roll'
    union
    select unnest([r.leaving_date, c.chase_on + 1])
    from staged.rows as r
    join ref.chase_days as c on c.on_date = r.leaving_date
    where r.cycle = getvariable('cycle') and r.year_group in (select year_group from ref.collections where has_in_year_leavers)
    union
    select c.chase_on + 1
    from staged.rows as r
    join ref.chase_days as c on c.on_date = r.received_on
    where r.cycle = getvariable('cycle') and r.kind = 'roll' and r.year_group in (select year_group from ref.collections where has_in_year_leavers)
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The cycle
    cast(on_date as date) as on_date -- The day
from days
where on_date is not null
