-- Every pupil with whom another conversation is needed: the plan, and the conversation that has been held
select
    g.school_id, g.year_group, g.pupil_id,
    ['guidance_needed', case when g.guidance = 'held' then 'guidance_held' else 'guidance_outstanding' end] as measures,
    g.stage as says, null::date as heard_until, d.delivery_id, d.sheet, d.line, d.part, ['guidance_listed'] as because
from mart.guidance_list as g
left join core.destinations as d on d.cycle = g.cycle and d.pupil_id = g.pupil_id and d.stage = g.stage
where g.cycle = getvariable('cycle')
union all by name
select
    g.school_id, g.year_group, g.pupil_id, ['guidance_needed', 'guidance_held'] as measures,
    'encounter' as says, null::date as heard_until, e.delivery_id, e.sheet, e.line, 1 as part, ['encounter_counts'] as because
from mart.guidance_list as g
join core.encounters as e
    on e.cycle = g.cycle and e.pupil_id = g.pupil_id and e.encounter_on = g.held_on and e.encounter_kind = 'personal_guidance'
where g.cycle = getvariable('cycle') and g.guidance = 'held'
