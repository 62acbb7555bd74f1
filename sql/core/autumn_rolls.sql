-- Where each pupil is in the autumn after the leaving summer, by the network's own rolls
-- grain: cycle, pupil_id
-- rebuild: all
with found as (
    select
        a.*, l.pupil_id,
        count(distinct a.school_id) over (partition by a.cycle, l.pupil_id) as schools,
        row_number() over (
            partition by a.cycle, l.pupil_id
            order by a.entry_date desc nulls last, a.delivery_number desc, a.sheet desc, a.line desc
        ) as place
    from staged.autumn_rolls as a
    join core.pupil_links as l on l.delivery_id = a.delivery_id and l.sheet = a.sheet and l.line = a.line
    where a.is_newest and a.is_on_roll
)
select
    cast(cycle as varchar) as cycle, -- The cycle whose final destinations it confirms
    cast(pupil_id as varchar) as pupil_id, -- The pupil
    cast(school_id as varchar) as school_id, -- The school where the pupil is
    cast(year_group as integer) as year_group, -- The year group there
    cast(schools > 1 as boolean) as is_on_two_rolls, -- Whether two schools have the pupil on their rolls; the one joined last is taken
    cast(received_on as date) as received_on, -- The day of the roll
    cast(received_at as timestamp) as received_at, -- When the roll came, UTC
    cast(delivery_id as varchar) as delivery_id, -- The roll's delivery
    cast(delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(sheet as varchar) as sheet, -- The sheet
    cast(line as integer) as line, -- The row number that Excel shows
    cast(part as integer) as part -- Always 1 in a roll
from found
where place = 1
