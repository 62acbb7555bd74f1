-- The flow from intended to final destinations holds every pupil of the cohort once
-- blocks: yes
with flows as (
    select school_id, year_group, sum(pupils) as pupils
    from mart.intended_to_final
    where cycle = getvariable('cycle')
    group by school_id, year_group
),
cohorts as (
    select distinct school_id, year_group, cohort
    from mart.destinations_by_school
    where cycle = getvariable('cycle') and stage = 'final' and breakdown_topic = 'total'
)
select school_id, year_group, f.pupils, c.cohort
from flows as f
full join cohorts as c using (school_id, year_group)
where f.pupils is distinct from c.cohort
