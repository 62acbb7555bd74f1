-- In each school the parts of every breakdown add up to the total, category by category
-- blocks: yes
with numbers as (
    select school_id, year_group, stage, breakdown_topic, destination_category, sum(pupils) as pupils, sum(cohort) as cohort
    from mart.destinations_by_school
    where cycle = getvariable('cycle')
    group by school_id, year_group, stage, breakdown_topic, destination_category
),
topics as (
    select distinct breakdown_topic
    from numbers
),
totals as (
    select n.school_id, n.year_group, n.stage, t.breakdown_topic, n.destination_category, n.pupils, n.cohort
    from numbers as n
    cross join topics as t
    where n.breakdown_topic = 'total'
)
select
    school_id, year_group, stage, breakdown_topic, destination_category,
    n.pupils as pupils_of_parts, t.pupils as pupils_in_total, n.cohort as cohort_of_parts, t.cohort as cohort_in_total
from numbers as n
full join totals as t using (school_id, year_group, stage, breakdown_topic, destination_category)
where n.pupils is distinct from t.pupils or n.cohort is distinct from t.cohort
