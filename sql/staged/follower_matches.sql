-- For each row of applications, feedback and encounters: whether a roll or a list of destinations of the same year knows its pupil, by number or by name
-- grain: delivery_id, sheet, line
-- rebuild: all
with known as (
    select distinct cycle, school_id, unnest(list_concat(pupil_keys, former_keys)) as pupil_key
    from staged.pupil_keys
    where kind in ('roll', 'destinations') and not is_withdrawn
),
years as (
    select distinct cycle, school_id from known
),
asked as (
    select * from (
        select *, unnest(pupil_keys) as pupil_key
        from staged.pupil_keys
        where kind not in ('roll', 'destinations')
    )
    -- A name that many bear says little where there is a number; a school knows its own by name
    where pupil_key not like 'name %' or not has_number or kind <> 'feedback'
),
-- Feedback may be about pupils of any school; what a school says itself is about its own
found as (
    select distinct a.delivery_id, a.sheet, a.line
    from asked as a
    join known as k on k.cycle = a.cycle and k.pupil_key = a.pupil_key and (a.kind = 'feedback' or k.school_id = a.school_id)
)
select
    cast(n.delivery_id as varchar) as delivery_id, -- The delivery
    cast(n.sheet as varchar) as sheet, -- The sheet
    cast(n.line as integer) as line, -- The row number that Excel shows
    cast(n.cycle as varchar) as cycle, -- The cycle that the row says
    cast(f.delivery_id is not null as boolean) as is_known, -- Whether a roll or a list of destinations of that cycle knows the pupil
    cast(exists (
        select 1 from years as y where y.cycle = n.cycle and (n.kind = 'feedback' or y.school_id = n.school_id)
    ) as boolean) as can_be_known -- Whether there is any such list
from staged.pupil_keys as n
left join found as f on f.delivery_id = n.delivery_id and f.sheet = n.sheet and f.line = n.line
where n.kind not in ('roll', 'destinations')
