-- In each year group, stage and breakdown of the network the destination categories add up to the cohort
-- blocks: yes
select year_group, stage, breakdown_topic, breakdown, sum(pupils) as pupils, max(cohort) as cohort
from mart.destinations_by_network
where cycle = getvariable('cycle')
group by year_group, stage, breakdown_topic, breakdown
having sum(pupils) <> max(cohort) or min(cohort) <> max(cohort)
