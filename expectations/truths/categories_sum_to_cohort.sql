-- In each school, year group, stage and breakdown the destination categories add up to the cohort
-- blocks: yes
select school_id, year_group, stage, breakdown_topic, breakdown, sum(pupils) as pupils, max(cohort) as cohort
from mart.destinations_by_school
where cycle = getvariable('cycle')
group by school_id, year_group, stage, breakdown_topic, breakdown
having sum(pupils) <> max(cohort) or min(cohort) <> max(cohort)
