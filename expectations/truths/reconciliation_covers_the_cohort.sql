-- From the start of the new term on every pupil of the cohort is in one state of the reconciliation with the autumn rolls
-- blocks: yes
with cohorts as (
    select school_id, year_group, count(*) as pupils
    from core.cohort as h
    join ref.collections as d using (cycle, year_group)
    where h.cycle = getvariable('cycle') and d.stage = 'final' and d.confirms_from <= getvariable('as_of')
    group by all
),
states as (
    select school_id, year_group, sum(pupils) as pupils
    from mart.reconciliation
    where cycle = getvariable('cycle')
    group by all
)
select school_id, year_group, c.pupils as cohort, s.pupils
from cohorts as c
full join states as s using (school_id, year_group)
where c.pupils is distinct from s.pupils
