-- In each school, year group and stage known, undecided and unknown pupils add up to the cohort, and no more are confirmed than known
-- blocks: yes
select school_id, year_group, stage, cohort, known, confirmed, undecided, unknown
from mart.coverage
where cycle = getvariable('cycle') and (known + undecided + unknown <> cohort or confirmed > known or stale > known or least(known, confirmed, undecided, unknown) < 0)
