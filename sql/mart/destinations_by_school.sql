-- Where the pupils of each school go: counts, denominators and shares of every destination category
-- grain: cycle, school_id, year_group, stage, breakdown_topic, breakdown, destination_category
-- rebuild: cycle
with counted as (
    select h.school_id, d.year_group, d.stage, h.breakdown_topic, h.breakdown, d.destination_category, count(*) as pupils
    from core.cohort_breakdowns as h
    join core.destinations as d on d.cycle = h.cycle and d.pupil_id = h.pupil_id
    where h.cycle = getvariable('cycle')
    group by all
),
cohorts as (
    select school_id, year_group, stage, breakdown_topic, breakdown, sum(pupils) as cohort
    from counted
    group by all
),
present as (
    select distinct school_id, year_group, stage
    from cohorts
),
grid as (
    select b.*, t.breakdown_topic, t.breakdown, i.destination_category, coalesce(n.cohort, 0) as cohort
    from present as b
    cross join ref.breakdowns as t
    join ref.stage_categories as i on i.year_group = b.year_group and i.stage = b.stage
    left join cohorts as n
        on n.school_id = b.school_id and n.year_group = b.year_group and n.stage = b.stage
        and n.breakdown_topic = t.breakdown_topic and n.breakdown = t.breakdown
    where t.breakdown <> 'not_known' or n.cohort > 0
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(g.school_id as varchar) as school_id, -- The school
    cast(g.year_group as integer) as year_group, -- The year group
    cast(g.stage as varchar) as stage, -- intended or final
    cast(g.breakdown_topic as varchar) as breakdown_topic, -- The topic by which the cohort is broken down
    cast(g.breakdown as varchar) as breakdown, -- The part of the topic
    cast(g.destination_category as varchar) as destination_category, -- Where they go: the destination category
    cast(coalesce(c.pupils, 0) as integer) as pupils, -- Pupils of the cohort in it
    cast(g.cohort as integer) as cohort, -- The whole cohort of the breakdown: unknown stays in
    cast(coalesce(c.pupils, 0) / nullif(g.cohort, 0) as double) as share -- pupils / cohort; null where the cohort is 0
from grid as g
left join counted as c
    on c.school_id = g.school_id and c.year_group = g.year_group and c.stage = g.stage and c.breakdown_topic = g.breakdown_topic
    and c.breakdown = g.breakdown and c.destination_category = g.destination_category
