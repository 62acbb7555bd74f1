-- Pupils on the own roll, on another roll, elsewhere and unknown add up to the cohort
-- blocks: yes
select school_id, year_group, cohort, on_own_roll, on_other_roll, elsewhere, unknown
from mart.retention
where cycle = getvariable('cycle') and (
    on_own_roll + on_other_roll + elsewhere + unknown <> cohort
    or least(on_own_roll, on_other_roll, elsewhere, unknown) < 0
    or (on_own_roll is null and (share_on_own_roll is not null or (has_next_year and roll_received)))
)
