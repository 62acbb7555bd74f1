-- Every count that leaves together, from whichever table, under one name; and how categories split by participation, which the tables give away
-- grain: cycle, level, school_id, year_group, stage, breakdown_topic, breakdown, item
-- rebuild: cycle
with split as (
    select year_group, destination_category
    from ref.destination_types
    where destination_category is not null
    group by all
    having count(distinct participation) > 1
),
categories as (
    -- Leaders see where the pupils of one school went in all and by disadvantage; by other topics those of the network
    select school_id, year_group, stage, breakdown_topic, breakdown, destination_category as item, pupils, cohort
    from mart.destinations_by_school
    where cycle = getvariable('cycle') and breakdown_topic in (select breakdown_topic from ref.told_topics where level = 'destination' and of_a_school = 'yes')
    union all
    select '', year_group, stage, breakdown_topic, breakdown, destination_category, pupils, cohort
    from mart.destinations_by_network
    where cycle = getvariable('cycle') and breakdown_topic in (select breakdown_topic from ref.told_topics where level = 'destination')
),
details as (
    -- What leaders see of the network alone is the sum of its schools: they can add up
    select m.school_id, m.year_group, m.stage, m.breakdown_topic, m.breakdown, m.destination_category as item, m.pupils
    from mart.destinations_by_school as m
    join ref.told_topics as t on t.level = 'destination' and t.breakdown_topic = m.breakdown_topic and t.of_a_school <> 'yes'
    where m.cycle = getvariable('cycle')
),
participations as (
    -- What leaders aren't told of is here too: they can add up
    select '' as school_id, m.year_group, m.stage, m.breakdown_topic, m.breakdown, m.participation as item, m.pupils, t.level is not null as is_told
    from mart.participation_by_network as m
    left join ref.told_topics as t on t.level = 'participation' and t.breakdown_topic = m.breakdown_topic
    where m.cycle = getvariable('cycle')
    union all
    select m.school_id, m.year_group, m.stage, m.breakdown_topic, m.breakdown, m.participation, m.pupils, t.of_a_school = 'yes'
    from mart.participation_by_school as m
    join ref.told_topics as t on t.level = 'participation' and t.breakdown_topic = m.breakdown_topic
    where m.cycle = getvariable('cycle')
),
counted_splits as (
    select coalesce(h.school_id, '') as school_id, d.year_group, d.stage, h.breakdown_topic, h.breakdown, d.destination_category, d.participation, count(*) as pupils
    from core.cohort_breakdowns as h
    join core.destinations as d on d.cycle = h.cycle and d.pupil_id = h.pupil_id
    join split as s on s.year_group = d.year_group and s.destination_category = d.destination_category
    where h.cycle = getvariable('cycle')
    group by grouping sets (
        (h.school_id, d.year_group, d.stage, h.breakdown_topic, h.breakdown, d.destination_category, d.participation),
        (d.year_group, d.stage, h.breakdown_topic, h.breakdown, d.destination_category, d.participation)
    )
),
splits as (
    -- Pupils of some categories take part in several ways; which, and of whom none, isn't told
    select c.school_id, c.year_group, c.stage, c.breakdown_topic, c.breakdown, c.item || '>' || p.participation as item, coalesce(n.pupils, 0) as pupils
    from categories as c
    join split as s on s.year_group = c.year_group and s.destination_category = c.item
    join (select distinct year_group, destination_category, participation from ref.destination_types) as p
        on p.year_group = c.year_group and p.destination_category = c.item
    left join counted_splits as n
        on n.school_id = c.school_id and n.year_group = c.year_group and n.stage = c.stage and n.breakdown_topic = c.breakdown_topic
        and n.breakdown = c.breakdown and n.destination_category = c.item and n.participation = p.participation
    where c.cohort > 0
),
flows as (
    -- Every pair of categories that somebody may be in: which flows are nought isn't told. Of one school none is, but how they add up is known
    select
        i.school_id, i.year_group, i.item || '>' || f.item as item, coalesce(t.pupils, 0) as pupils,
        i.item not in ('unknown', 'undecided') and f.item <> 'unknown' as is_settled -- how many aren't known is shown: where these went isn't
    from categories as i
    join categories as f
        on f.school_id = i.school_id and f.year_group = i.year_group and f.stage = 'final' and f.breakdown_topic = 'total' and f.pupils > 0
    left join (
        select school_id, year_group, intended_category, final_category, pupils
        from mart.intended_to_final
        where cycle = getvariable('cycle')
        union all
        select '', year_group, intended_category, final_category, pupils
        from mart.intended_to_final_by_network
        where cycle = getvariable('cycle')
    ) as t
        on t.school_id = i.school_id and t.year_group = i.year_group and t.intended_category = i.item and t.final_category = f.item
    where i.stage = 'intended' and i.breakdown_topic = 'total' and i.pupils > 0
),
measures as (
    select m.school_id, m.year_group, m.breakdown_topic, m.breakdown, m.measure, m.pupils, m.cohort, r.cohort_item
    from mart.measures_by_school as m
    join ref.measures as r on r.measure = m.measure
    join ref.told_topics as t on t.level = 'measure' and t.breakdown_topic = m.breakdown_topic and t.of_a_school = 'yes'
    where m.cycle = getvariable('cycle')
    union all
    select '', m.year_group, m.breakdown_topic, m.breakdown, m.measure, m.pupils, m.cohort, r.cohort_item
    from mart.measures_by_network as m
    join ref.measures as r on r.measure = m.measure
    where m.cycle = getvariable('cycle')
),
cohorts as (
    select school_id, year_group, breakdown_topic, breakdown, 'cohort' as item, cohort
    from categories
    where cohort > 0
    union
    -- The network's cohort of a measure that can't be told of every school is a count of its own
    select
        school_id, year_group, breakdown_topic, breakdown,
        case when cohort = max(cohort) over (partition by school_id, year_group, breakdown_topic, breakdown, cohort_item) then cohort_item else cohort_item || ' of ' || measure end,
        cohort
    from measures
    where cohort is not null and cohort_item in ('cohort', 'on_roll')
),
told as (
    select 'destination' as level, school_id, year_group, stage, breakdown_topic, breakdown, item, pupils, true as is_told from categories
    union all
    select 'destination', school_id, year_group, stage, breakdown_topic, breakdown, item, pupils, false from details
    union all
    select 'participation', school_id, year_group, stage, breakdown_topic, breakdown, item, pupils, is_told from participations
    union all
    select 'both', school_id, year_group, stage, breakdown_topic, breakdown, item, pupils, false from splits
    union all
    select 'flow', school_id, year_group, '', 'total', 'total', item, pupils, school_id = '' and is_settled from flows
    union all
    select 'measure', school_id, year_group, '', breakdown_topic, breakdown, measure, pupils, true from measures where pupils is not null
    union all
    select 'cohort', school_id, year_group, '', breakdown_topic, breakdown, item, cohort, true from cohorts
    union all
    select 'provider', '', year_group, '', 'total', 'total', provider_id, pupils, true from mart.providers where cycle = getvariable('cycle')
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(level as varchar) as level, -- What is counted: destination, participation, both, flow, measure, cohort or provider
    cast(school_id as varchar) as school_id, -- The school; empty for the network
    cast(year_group as integer) as year_group, -- The year group
    cast(stage as varchar) as stage, -- The stage; empty where there is none
    cast(breakdown_topic as varchar) as breakdown_topic, -- The topic
    cast(breakdown as varchar) as breakdown, -- The part of the topic
    cast(item as varchar) as item, -- The category, participation, pair, measure, denominator or provider
    cast(pupils as integer) as pupils, -- Pupils
    cast(is_told as boolean) as is_told -- Whether a table that leaders see holds it
from told
