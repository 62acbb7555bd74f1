-- Every pupil who applied to a school or college: the newest row of each application
select
    a.school_id, a.year_group, a.pupil_id,
    list_concat(
        ['college_applied'], case when o.reached in ('offered', 'replied', 'placed') then ['college_offered'] end,
        case when o.reached = 'placed' then ['college_placed'] end
    ) as measures,
    'application' as says, null::date as heard_until, a.delivery_id, a.sheet, a.line, a.part, ['application_newest'] as because
from core.applications as a
join core.application_outcomes as o on o.cycle = a.cycle and o.pupil_id = a.pupil_id
where a.cycle = getvariable('cycle') and a.is_current
