-- Every pupil of the cohort at every open stage, in each of the breakdowns that the pupil belongs to
select
    d.cycle, d.school_id, d.year_group, d.stage, h.breakdown_topic, h.breakdown, d.destination_category, d.participation,
    d.pupil_id, ['pupils'] as measures, d.stage as says, null::date as heard_until, d.delivery_id, d.sheet, d.line, d.part,
    []::varchar[] as because
from core.cohort_breakdowns as h
join core.destinations as d on d.cycle = h.cycle and d.pupil_id = h.pupil_id
where h.cycle = getvariable('cycle')
