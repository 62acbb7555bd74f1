-- At each stage that is open every pupil of the cohort has one destination, at the school and in the year group of the cohort, and nobody else has
-- blocks: yes
with open_stages as (
    select distinct year_group, stage
    from core.destinations
    where cycle = getvariable('cycle')
),
expected as (
    select c.pupil_id, c.school_id, c.year_group, o.stage
    from core.cohort as c
    join open_stages as o on o.year_group = c.year_group
    where c.cycle = getvariable('cycle')
),
found as (
    select pupil_id, stage, count(*) as destinations, min(school_id) as school_id, min(year_group) as year_group
    from core.destinations
    where cycle = getvariable('cycle')
    group by pupil_id, stage
)
select pupil_id, stage, e.school_id, e.year_group, f.school_id as school_of_destination, f.year_group as year_group_of_destination, f.destinations
from expected as e
full join found as f using (pupil_id, stage)
where f.destinations is distinct from 1 or e.school_id is distinct from f.school_id or e.year_group is distinct from f.year_group
