-- Whether each pupil holds an offer, as last recorded by the end of September
-- grain: cycle, pupil_id
-- rebuild: cycle
with told as (
    select r.*, l.pupil_id
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    join ref.calendar as d on d.cycle = r.cycle and d.event = 'september_guarantee'
    where r.cycle = getvariable('cycle') and r.kind = 'destinations' and r.offer_status is not null and r.recorded_on <= d.on_date
)
select
    cast(cycle as varchar) as cycle, -- The cycle
    cast(pupil_id as varchar) as pupil_id, -- The pupil
    cast(offer_status as varchar) as offer_status, -- offer_made, no_offer, offer_not_appropriate or not_recorded
    cast(offer_on as date) as offer_on, -- When the offer was made
    cast(recorded_on as date) as recorded_on, -- When it was said
    cast(delivery_id as varchar) as delivery_id, -- The delivery that says it
    cast(sheet as varchar) as sheet, -- The sheet
    cast(line as integer) as line, -- The row number that Excel shows
    cast(part as integer) as part -- Which claim of the row
from told
qualify row_number() over (partition by pupil_id order by recorded_on desc, delivery_number desc, sheet desc, line desc, part desc) = 1
