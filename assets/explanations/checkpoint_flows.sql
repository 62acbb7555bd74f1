-- Every pupil of the cohort at every checkpoint reached: a line for the destination then and one for the final
with flows as (
    select k.*, f.destination_category as final_category
    from core.checkpoints as k
    join core.destinations as f on f.cycle = k.cycle and f.pupil_id = k.pupil_id and f.stage = 'final'
    where k.cycle = getvariable('cycle')
)
select
    cycle, school_id, year_group, checkpoint, destination_category as checkpoint_category, final_category, pupil_id, ['pupils'] as measures,
    'checkpoint' as says, closes_on as heard_until, delivery_id, sheet, line, part, []::varchar[] as because
from flows
union all by name
select
    k.cycle, k.school_id, k.year_group, k.checkpoint, k.destination_category as checkpoint_category, k.final_category, k.pupil_id,
    ['pupils'] as measures, 'final' as says, null::date as heard_until, f.delivery_id, f.sheet, f.line, f.part, []::varchar[] as because
from flows as k
join core.destinations as f on f.cycle = k.cycle and f.pupil_id = k.pupil_id and f.stage = 'final'
