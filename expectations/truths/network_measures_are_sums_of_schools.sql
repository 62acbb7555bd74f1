-- The network's measures are the sums of its schools', as far as they can be told, and crossed topics count no pupil twice
-- blocks: yes
with schools as (
    select
        year_group, breakdown_topic, breakdown, measure, sum(pupils) as pupils, sum(cohort) filter (where pupils is not null) as cohort,
        count(pupils) as schools
    from mart.measures_by_school
    where cycle = getvariable('cycle')
    group by all
),
network as (
    select year_group, breakdown_topic, breakdown, measure, pupils, cohort, schools
    from mart.measures_by_network
    where cycle = getvariable('cycle')
),
crossed as (
    select n.year_group, n.breakdown_topic, n.measure, sum(n.pupils) as pupils, sum(n.cohort) as cohort
    from network as n
    join ref.measures as m on m.measure = n.measure and list_contains(string_split(m.network_topics, '|'), n.breakdown_topic)
    group by all
)
select year_group, breakdown_topic, breakdown, measure, s.pupils as pupils_of_schools, n.pupils as pupils_of_network, s.cohort as beside, n.cohort
from schools as s
full join (select * from network anti join crossed using (year_group, breakdown_topic, measure)) as n using (year_group, breakdown_topic, breakdown, measure)
where (s.pupils, s.cohort, s.schools) is distinct from (n.pupils, n.cohort, n.schools)
union all
select c.year_group, c.breakdown_topic, '', c.measure, c.pupils, t.pupils, c.cohort, t.cohort
from crossed as c
join network as t on t.year_group = c.year_group and t.measure = c.measure and t.breakdown_topic = 'total'
where c.pupils > t.pupils or c.cohort > t.cohort
