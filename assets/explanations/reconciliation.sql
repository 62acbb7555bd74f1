-- Every pupil of the cohort from the new term on: a line for what the school last said and one for the autumn roll that has the pupil
select
    cycle, school_id, year_group, coalesce(found_at, expected_at, '') as other_school_id, state, pupil_id, ['pupils'] as measures,
    'word' as says, null::date as heard_until, said_delivery_id as delivery_id, said_sheet as sheet, said_line as line, said_part as part,
    ['state_' || state] as because
from core.reconciliation
where cycle = getvariable('cycle')
union all by name
select
    cycle, school_id, year_group, coalesce(found_at, expected_at, '') as other_school_id, state, pupil_id, ['pupils'] as measures,
    'roll' as says, null::date as heard_until, roll_delivery_id as delivery_id, roll_sheet as sheet, roll_line as line, 1 as part,
    [case when found_at = school_id then 'own_roll' else 'network_roll' end] as because
from core.reconciliation
where cycle = getvariable('cycle') and found_at is not null
