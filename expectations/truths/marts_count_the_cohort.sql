-- The tables of destinations count exactly the pupils of the cohort
-- blocks: yes
with cohorts as (
    select school_id, year_group, count(distinct pupil_id) as pupils
    from core.cohort
    where cycle = getvariable('cycle')
    group by school_id, year_group
),
marts as (
    select distinct school_id, year_group, stage, cohort
    from mart.destinations_by_school
    where cycle = getvariable('cycle') and breakdown_topic = 'total'
),
open_year_groups as (
    select distinct year_group
    from marts
)
select coalesce(c.school_id, m.school_id) as school_id, coalesce(c.year_group, m.year_group) as year_group, m.stage, c.pupils, m.cohort
from (select * from cohorts semi join open_year_groups using (year_group)) as c
full join marts as m on m.school_id = c.school_id and m.year_group = c.year_group
where c.pupils is distinct from m.cohort
