-- How every file of feedback agrees with what schools said, by the school that counts the pupils
-- grain: cycle, delivery_id, school_id, verified_by
-- rebuild: cycle
select
    cast(cycle as varchar) as cycle, -- The cycle
    cast(delivery_id as varchar) as delivery_id, -- The delivery
    cast(coalesce(school_id, '') as varchar) as school_id, -- The school that counts the pupils; empty: none in this cycle
    cast(verified_by as varchar) as verified_by, -- Who says it
    cast(count(*) as integer) as rows, -- Rows
    cast(count(*) filter (where state = 'new') as integer) as new, -- Of them, about pupils of whom the school had said nothing
    cast(count(*) filter (where state = 'agrees') as integer) as agrees, -- That say what the school said
    cast(count(*) filter (where state = 'conflict') as integer) as conflict, -- That contradict it: a person should look
    cast(count(*) filter (where state = 'overtaken') as integer) as overtaken, -- That contradict it, but the school or a roll has said something newer
    cast(count(*) filter (where state = 'says_nothing') as integer) as says_nothing, -- That don't say where the pupil is either
    cast(count(*) filter (where state in ('unmatched', 'not_in_cohort')) as integer) as not_ours -- About nobody of the cohort
from core.feedback_review
where cycle = getvariable('cycle')
group by all
