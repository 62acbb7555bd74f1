-- Coverage and destinations tell the same cohort, the same unknown and the same undecided pupils
-- blocks: yes
with destinations as (
    select
        school_id, year_group, stage, max(cohort) as cohort,
        coalesce(sum(pupils) filter (where destination_category = 'unknown'), 0) as unknown,
        coalesce(sum(pupils) filter (where destination_category = 'undecided'), 0) as undecided
    from mart.destinations_by_school
    where cycle = getvariable('cycle') and breakdown_topic = 'total'
    group by school_id, year_group, stage
),
coverage as (
    select school_id, year_group, stage, cohort, unknown, undecided
    from mart.coverage
    where cycle = getvariable('cycle')
)
select
    school_id, year_group, stage, c.cohort, d.cohort as cohort_of_destinations, c.unknown, d.unknown as unknown_of_destinations,
    c.undecided, d.undecided as undecided_of_destinations
from coverage as c
full join destinations as d using (school_id, year_group, stage)
where c.cohort is distinct from d.cohort or c.unknown is distinct from d.unknown or c.undecided is distinct from d.undecided
