-- The network's numbers are the sum of its schools' numbers
-- blocks: yes
with schools as (
    select year_group, stage, breakdown_topic, breakdown, destination_category, sum(pupils) as pupils, sum(cohort) as cohort
    from mart.destinations_by_school
    where cycle = getvariable('cycle')
    group by year_group, stage, breakdown_topic, breakdown, destination_category
),
network as (
    select year_group, stage, breakdown_topic, breakdown, destination_category, pupils, cohort
    from mart.destinations_by_network
    where cycle = getvariable('cycle')
)
select
    year_group, stage, breakdown_topic, breakdown, destination_category,
    s.pupils as pupils_of_schools, n.pupils as pupils_of_network, s.cohort as cohort_of_schools, n.cohort as cohort_of_network
from schools as s
full join network as n using (year_group, stage, breakdown_topic, breakdown, destination_category)
where s.pupils is distinct from n.pupils or s.cohort is distinct from n.cohort
