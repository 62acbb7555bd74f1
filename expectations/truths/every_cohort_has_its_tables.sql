-- Every school, year group and stage of coverage has its table of destinations for every breakdown topic, and none stands alone
-- blocks: yes
with topics as (
    select distinct breakdown_topic
    from mart.destinations_by_network
    where cycle = getvariable('cycle')
),
expected as (
    select c.school_id, c.year_group, c.stage, t.breakdown_topic
    from mart.coverage as c
    cross join topics as t
    where c.cycle = getvariable('cycle')
),
found as (
    select distinct school_id, year_group, stage, breakdown_topic
    from mart.destinations_by_school
    where cycle = getvariable('cycle')
)
select school_id, year_group, stage, breakdown_topic, e.school_id is null as is_surplus
from expected as e
full join found as f using (school_id, year_group, stage, breakdown_topic)
where e.school_id is null or f.school_id is null
