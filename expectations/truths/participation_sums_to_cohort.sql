-- What the pupils of a school do adds up to the same cohort as where they go
-- blocks: yes
with participation as (
    select school_id, year_group, stage, breakdown_topic, breakdown, sum(pupils) as pupils, max(cohort) as cohort
    from mart.participation_by_school
    where cycle = getvariable('cycle')
    group by school_id, year_group, stage, breakdown_topic, breakdown
),
destinations as (
    select school_id, year_group, stage, breakdown_topic, breakdown, max(cohort) as cohort
    from mart.destinations_by_school
    where cycle = getvariable('cycle')
    group by school_id, year_group, stage, breakdown_topic, breakdown
)
select school_id, year_group, stage, breakdown_topic, breakdown, p.pupils, p.cohort, d.cohort as cohort_of_destinations
from participation as p
full join destinations as d using (school_id, year_group, stage, breakdown_topic, breakdown)
where p.pupils is distinct from p.cohort or p.cohort is distinct from d.cohort
