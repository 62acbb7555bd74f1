-- Every pupil of whom nothing is known and whom somebody has tried to reach since results day: the newest row that notes a call
select
    d.school_id, d.year_group, d.pupil_id, ['unknown_tried'] as measures, 'attempt' as says, null::date as heard_until,
    r.delivery_id, r.sheet, r.line, r.part, ['tried'] as because
from core.destinations as d
join ref.collections as c on c.cycle = d.cycle and c.year_group = d.year_group and c.stage = d.stage
join core.pupil_links as l on l.pupil_id = d.pupil_id
join staged.rows as r
    on r.cycle = d.cycle and r.delivery_id = l.delivery_id and r.sheet = l.sheet and r.line = l.line and r.kind = 'destinations'
    and r.contacted_on between coalesce(c.results_on, c.opens_on) and r.received_on
join staged.row_verdicts as v
    on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
where d.cycle = getvariable('cycle') and d.stage = 'final' and d.participation in ('unknown', 'undecided')
qualify row_number() over (
    partition by d.pupil_id order by r.contacted_on desc, r.delivery_number desc, r.sheet_number desc, r.line desc, r.part desc
) = 1
