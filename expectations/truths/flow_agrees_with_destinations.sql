-- The flow leaves each intended category and enters each final one with as many pupils as the tables of destinations show there
-- blocks: yes
with sides as (
    select school_id, year_group, 'intended' as stage, intended_category as destination_category, sum(pupils) as pupils
    from mart.intended_to_final
    where cycle = getvariable('cycle')
    group by school_id, year_group, intended_category
    union all by name
    select school_id, year_group, 'final' as stage, final_category as destination_category, sum(pupils) as pupils
    from mart.intended_to_final
    where cycle = getvariable('cycle')
    group by school_id, year_group, final_category
),
with_flow as (
    select distinct school_id, year_group
    from sides
),
destinations as (
    select school_id, year_group, stage, destination_category, pupils
    from mart.destinations_by_school
    semi join with_flow using (school_id, year_group)
    where cycle = getvariable('cycle') and breakdown_topic = 'total' and pupils > 0
)
select school_id, year_group, stage, destination_category, s.pupils as pupils_in_flow, d.pupils as pupils_in_destinations
from sides as s
full join destinations as d using (school_id, year_group, stage, destination_category)
where s.pupils is distinct from d.pupils
