-- Every pupil of the cohort at every checkpoint reached; who is in the same category at the end has a line for the final destination too
with states as (
    select k.*, f.destination_category is not distinct from k.destination_category as is_same
    from core.checkpoints as k
    left join core.destinations as f on f.cycle = k.cycle and f.pupil_id = k.pupil_id and f.stage = 'final'
    where k.cycle = getvariable('cycle')
)
select
    cycle, school_id, year_group, checkpoint, destination_category, pupil_id,
    case when is_same then ['pupils', 'same_at_final'] else ['pupils'] end as measures,
    'checkpoint' as says, closes_on as heard_until, delivery_id, sheet, line, part, []::varchar[] as because
from states
union all by name
select
    k.cycle, k.school_id, k.year_group, k.checkpoint, k.destination_category, k.pupil_id, ['same_at_final'] as measures,
    'final' as says, null::date as heard_until, f.delivery_id, f.sheet, f.line, f.part, []::varchar[] as because
from states as k
join core.destinations as f on f.cycle = k.cycle and f.pupil_id = k.pupil_id and f.stage = 'final'
where k.is_same
