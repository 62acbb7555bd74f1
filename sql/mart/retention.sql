-- Who stays: pupils of each school who are on its own autumn roll, on another one of the network, or elsewhere
-- grain: cycle, school_id, year_group
-- rebuild: cycle
with years_above as (
    select distinct year_group, roll_year_group
    from ref.autumn_roll_types
    where roll_year_group > year_group
),
next_years as (
    -- Schools that have the year above themselves
    select m.school_id, y.year_group
    from mart.submissions as m
    join years_above as y on y.roll_year_group = m.year_group
    where m.cycle = getvariable('cycle') and m.collection = 'autumn_roll' and m.is_expected
),
rolls_in as (
    select distinct school_id, year_group
    from staged.autumn_rolls
    where cycle = getvariable('cycle') and is_newest
),
counted as (
    select
        r.school_id, r.year_group,
        count(*) as cohort,
        count(*) filter (where r.found_at = r.school_id) as on_own_roll,
        count(*) filter (where r.found_at <> r.school_id) as on_other_roll,
        count(*) filter (where r.found_at is null and d.participation not in ('unknown', 'undecided')) as elsewhere
    from core.reconciliation as r
    left join core.destinations as d on d.cycle = r.cycle and d.pupil_id = r.pupil_id and d.stage = 'final'
    where r.cycle = getvariable('cycle')
    group by all
),
told as (
    select c.*, n.school_id is not null as has_next_year, i.school_id is not null as roll_received
    from counted as c
    left join next_years as n on n.school_id = c.school_id and n.year_group = c.year_group
    left join years_above as y on y.year_group = c.year_group
    left join rolls_in as i on i.school_id = c.school_id and i.year_group = y.roll_year_group
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group
    cast(cohort as integer) as cohort, -- Pupils who count
    cast(has_next_year as boolean) as has_next_year, -- Whether the school itself has the year group above
    cast(roll_received as boolean) as roll_received, -- Whether its autumn roll is in
    cast(case when has_next_year and roll_received then on_own_roll end as integer) as on_own_roll, -- Pupils on the school's own autumn roll; null where there is none
    cast(on_other_roll as integer) as on_other_roll, -- Pupils on the autumn roll of another school of the network
    cast(elsewhere as integer) as elsewhere, -- Pupils on no roll of the network whose destination is known
    cast(cohort - on_own_roll - on_other_roll - elsewhere as integer) as unknown, -- Pupils on no roll of whom nothing is known
    cast(case when has_next_year and roll_received then on_own_roll / cohort end as double) as share_on_own_roll -- on_own_roll / cohort
from told
