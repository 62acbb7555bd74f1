-- Every pupil of the cohort with both open stages: a line for the intended destination and one for the final
select
    i.cycle, i.school_id, i.year_group, i.destination_category as intended_category, f.destination_category as final_category,
    i.pupil_id, ['pupils'] as measures, said.stage as says, null::date as heard_until, said.delivery_id, said.sheet, said.line, said.part,
    []::varchar[] as because
from core.destinations as i
join core.destinations as f on f.cycle = i.cycle and f.pupil_id = i.pupil_id and f.stage = 'final'
join core.destinations as said on said.cycle = i.cycle and said.pupil_id = i.pupil_id
where i.cycle = getvariable('cycle') and i.stage = 'intended'
