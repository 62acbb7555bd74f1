-- What the network's pupils do is the sum of what the pupils of its schools do
-- blocks: yes
with schools as (
    select year_group, stage, breakdown_topic, breakdown, participation, sum(pupils) as pupils, sum(cohort) as cohort
    from mart.participation_by_school
    where cycle = getvariable('cycle')
    group by year_group, stage, breakdown_topic, breakdown, participation
),
network as (
    select year_group, stage, breakdown_topic, breakdown, participation, pupils, cohort
    from mart.participation_by_network
    where cycle = getvariable('cycle')
)
select
    year_group, stage, breakdown_topic, breakdown, participation,
    s.pupils as pupils_of_schools, n.pupils as pupils_of_network, s.cohort as cohort_of_schools, n.cohort as cohort_of_network
from schools as s
full join network as n using (year_group, stage, breakdown_topic, breakdown, participation)
where s.pupils is distinct from n.pupils or s.cohort is distinct from n.cohort
