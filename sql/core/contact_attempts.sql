-- Every attempt to reach a pupil, a family or a college that schools noted
-- grain: cycle, pupil_id, contacted_on, contact_method, contact_outcome
-- rebuild: cycle
select
    cast(r.cycle as varchar) as cycle, -- The cycle
    cast(l.pupil_id as varchar) as pupil_id, -- The pupil
    cast(r.contacted_on as date) as contacted_on, -- When
    cast(coalesce(r.contact_method, '') as varchar) as contact_method, -- How; empty: not said
    cast(coalesce(r.contact_outcome, '') as varchar) as contact_outcome, -- What came of it; empty: not said
    cast(arg_max(r.contacted_by, r.delivery_number) as varchar) as contacted_by, -- Who called, as sent
    cast(max(r.delivery_number) as integer) as delivery_number -- The newest delivery that says it
from staged.rows as r
join staged.row_verdicts as v
    on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
where r.cycle = getvariable('cycle') and r.kind = 'destinations' and r.contacted_on <= r.received_on
group by r.cycle, l.pupil_id, r.contacted_on, r.contact_method, r.contact_outcome
