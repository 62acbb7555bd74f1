-- Sixth-form leavers of the year are recorded, due or overdue, and each is a leaver of the cohort
-- blocks: yes
with cohorts as (
    select school_id, year_group, count(*) filter (where is_leaver) as leavers
    from core.cohort
    where cycle = getvariable('cycle')
    group by all
)
select school_id, year_group, m.leavers, m.recorded, m.due, m.overdue, c.leavers as leavers_of_cohort
from mart.in_year_leavers as m
left join cohorts as c using (school_id, year_group)
where m.cycle = getvariable('cycle') and (m.leavers <> m.recorded + m.due + m.overdue or m.leavers > coalesce(c.leavers, 0) or m.not_participating > m.recorded)
