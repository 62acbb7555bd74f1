-- At every checkpoint that is reached the categories add up to the cohort, and one that lies ahead has no numbers
-- blocks: yes
select school_id, year_group, checkpoint, sum(pupils) as pupils, max(cohort) as cohort
from mart.checkpoints
where cycle = getvariable('cycle')
group by school_id, year_group, checkpoint
having
    min(cohort) <> max(cohort)
    or (bool_and(is_reached) and sum(pupils) is distinct from max(cohort))
    or (not bool_or(is_reached) and count(pupils) + count(share) + count(same_at_final) > 0)
    or bool_or(same_at_final > pupils)
