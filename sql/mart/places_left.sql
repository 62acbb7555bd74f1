-- The places that each sixth form of the network has left, by its newest list
-- grain: cycle, school_id, line
-- rebuild: cycle
with told as (
    select r.*, max(r.delivery_number) over (partition by r.school_id) as newest
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    where r.cycle = getvariable('cycle') and r.kind = 'places' and r.school_id is not null and r.places_left is not null
)
select
    cast(cycle as varchar) as cycle, -- The cycle whose leavers may take them
    cast(school_id as varchar) as school_id, -- The school
    cast(row_number() over (partition by school_id order by sheet_number, line) as integer) as line, -- Its place on the list
    cast(course as varchar) as course, -- The course, as sent; null: any
    cast(places_left as integer) as places_left, -- Places
    cast(recorded_on as date) as told_on -- When it was told
from told
where delivery_number = newest
