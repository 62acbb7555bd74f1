-- From application to place: how many pupils of each school applied, were interviewed, were offered a place, replied and are placed, and where
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown
-- rebuild: cycle
with counted as (
    select
        h.school_id, h.year_group, h.breakdown_topic, h.breakdown,
        count(*) as cohort,
        bool_or(c.denominator = 'roll') as has_roll,
        count(o.pupil_id) as applied,
        count(*) filter (where o.reached <> 'applied') as interviewed,
        count(*) filter (where o.reached in ('offered', 'replied', 'placed')) as offered,
        count(*) filter (where o.reached in ('replied', 'placed')) as replied,
        count(*) filter (where o.reached = 'placed') as placed,
        count(*) filter (where o.outcome = 'placed_firm') as placed_firm,
        count(*) filter (where o.outcome = 'placed_insurance') as placed_insurance,
        count(*) filter (where o.outcome = 'placed_clearing') as placed_clearing,
        count(*) filter (where o.outcome = 'unplaced') as unplaced
    from core.cohort_breakdowns as h
    join core.cohort as c on c.cycle = h.cycle and c.pupil_id = h.pupil_id
    join ref.collections as d on d.cycle = h.cycle and d.year_group = h.year_group and d.stage = 'final' and d.results_on is not null
    left join core.application_outcomes as o on o.cycle = h.cycle and o.pupil_id = h.pupil_id
    where h.cycle = getvariable('cycle')
    group by all
),
told as (
    select *, has_roll and max(applied) over (partition by school_id, year_group) > 0 as can_be_told
    from counted
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group: 11, 12 or 13
    cast(breakdown_topic as varchar) as breakdown_topic, -- The topic by which the cohort is broken down
    cast(breakdown as varchar) as breakdown, -- The part of the topic
    cast(cohort as integer) as cohort, -- The whole cohort of the breakdown
    cast(applied as integer) as applied, -- Pupils with an application
    cast(interviewed as integer) as interviewed, -- Of them, those who got to an interview or further
    cast(offered as integer) as offered, -- Of them, those who got to an offer or further
    cast(replied as integer) as replied, -- Of them, those who accepted one, as first choice or as insurance, or further
    cast(placed as integer) as placed, -- Of them, those who have a place
    cast(placed_firm as integer) as placed_firm, -- Of the placed, those at their first choice
    cast(placed_insurance as integer) as placed_insurance, -- Of the placed, those at their insurance choice
    cast(placed_clearing as integer) as placed_clearing, -- Of the placed, those who had replied and are at neither
    cast(unplaced as integer) as unplaced, -- Pupils who applied and are left without a place
    cast(case when can_be_told then applied / cohort end as double) as share_applied, -- applied / cohort; null where the school sent no roll, or no application of the year group
    cast(case when can_be_told then placed / cohort end as double) as share_placed -- placed / cohort; null likewise
from told
