-- The usable rows of school rolls, and whether each lies in the newest roll of its school and year group
-- grain: delivery_id, sheet, line, part
-- rebuild: cycle
with usable as (
    select r.*
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    where r.cycle = getvariable('cycle') and r.kind = 'roll'
),
newest as (
    select school_id, year_group, max(delivery_number) as delivery_number
    from usable
    group by school_id, year_group
)
select
    cast(u.cycle as varchar) as cycle, -- The cycle
    cast(u.delivery_id as varchar) as delivery_id, -- The delivery
    cast(u.delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(u.sheet as varchar) as sheet, -- The sheet
    cast(u.line as integer) as line, -- The row number that Excel shows
    cast(u.part as integer) as part, -- Always 1 in a roll
    cast(u.school_id as varchar) as school_id, -- The school
    cast(u.year_group as integer) as year_group, -- The year group
    cast(u.received_on as date) as received_on, -- The day of the roll
    cast(u.delivery_number = n.delivery_number as boolean) as is_newest, -- Whether this roll says who is on roll now
    cast(coalesce(u.enrolment_status, 'C') as varchar) as enrolment_status, -- Registration; C where the roll doesn't tell
    cast(u.entry_date as date) as entry_date, -- When the pupil joined
    cast(u.leaving_date as date) as leaving_date -- When the pupil left
from usable as u
join newest as n on n.school_id = u.school_id and n.year_group = u.year_group
