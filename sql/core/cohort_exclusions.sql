-- Pupils whom files name but the cohort doesn't count, each with the reason
-- grain: cycle, school_id, year_group, pupil_id
-- rebuild: cycle
select
    cast(cycle as varchar) as cycle, -- The cycle
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group
    cast(pupil_id as varchar) as pupil_id, -- The pupil
    cast(reason as varchar) as reason, -- Why the pupil is not counted there
    cast(reason in ('left between October and January', 'other registration') as boolean) as is_listed_apart -- Whether reports list the pupil apart
from core.judged_members
where cycle = getvariable('cycle') and reason <> 'counted'
