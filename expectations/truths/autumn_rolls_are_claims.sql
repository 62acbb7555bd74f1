-- Every pupil of the cohort whom an autumn roll of the network has is known by it: one claim, confirmed, and found in the reconciliation
-- blocks: yes
with claimed as (
    select pupil_id, count(*) as claims, bool_and(is_confirmed) as confirmed
    from core.claims
    where cycle = getvariable('cycle') and is_from_roll
    group by pupil_id
),
found as (
    select pupil_id
    from core.reconciliation
    where cycle = getvariable('cycle') and found_at is not null
)
select pupil_id, c.claims, c.confirmed, f.pupil_id is null as is_surplus
from found as f
full join claimed as c using (pupil_id)
where c.claims is distinct from 1 or not c.confirmed or f.pupil_id is null
