-- For each row of a roll or a list of destinations: which rolls know its pupil, by number or by name
-- grain: delivery_id, sheet, line
-- rebuild: all
with roll_keys as (
    -- Every number and name on every roll that was not withdrawn
    select distinct delivery_id, delivery_number, school_id, cycle, year_group, unnest(list_concat(pupil_keys, former_keys)) as pupil_key
    from staged.pupil_keys
    where kind = 'roll' and not is_withdrawn
),
keyed as (
    select *, unnest(pupil_keys) as pupil_key from staged.pupil_keys where kind in ('roll', 'destinations')
),
asked as (
    -- A name is enough to know a pupil of one's own, but two schools or years may well have pupils of one name
    select * exclude (pupil_keys, former_keys), pupil_key not like 'name %' or not has_number as is_telling from keyed
),
-- A roll is held against the rolls before it, a list of destinations against every roll there is
found as (
    select
        k.delivery_id, k.sheet, k.line,
        bool_or(x.cycle = k.cycle and x.year_group = k.year_group and x.school_id = k.school_id) as on_own,
        bool_or(x.cycle = k.cycle and x.year_group = k.year_group and x.school_id = k.school_id and k.pupil_key like 'upn %') as number_on_own,
        bool_or(x.cycle = k.cycle and x.year_group = k.year_group and x.school_id = k.school_id and k.pupil_key like 'both %') as both_on_own,
        bool_or(x.cycle < k.cycle and x.year_group = k.year_group and x.school_id = k.school_id and k.is_telling) as on_last_year,
        bool_or(x.cycle = k.cycle and x.year_group = k.year_group - 1 and x.school_id = k.school_id and k.is_telling) as on_year_below,
        bool_or(x.cycle = k.cycle and x.year_group = k.year_group and x.school_id <> k.school_id and k.is_telling) as on_other_school
    from asked as k
    join roll_keys as x
        on x.pupil_key = k.pupil_key and x.delivery_id <> k.delivery_id and (k.kind <> 'roll' or x.delivery_number < k.delivery_number)
    group by k.delivery_id, k.sheet, k.line
),
lost_noughts as (
    -- A spreadsheet takes the noughts from 004614; the school's roll still has them
    select n.delivery_id, n.sheet, n.line, min(substr(x.pupil_key, length('mis ' || n.school_id || ' ') + 1)) as meant
    from staged.pupil_keys as n
    join (select distinct school_id, cycle, year_group, pupil_key from roll_keys where pupil_key like 'mis %') as x
        on x.school_id = n.school_id and x.cycle = n.cycle and x.year_group = n.year_group
        and regexp_replace(x.pupil_key, ' 0+([^ ]+)$', ' \1') = 'mis ' || n.school_id || ' ' || n.mis_id
    where n.kind = 'destinations'
    group by all
    having count(*) = 1 and min(x.pupil_key) <> 'mis ' || any_value(n.school_id) || ' ' || any_value(n.mis_id)
),
own_rolls as (
    select school_id, cycle, year_group, min(delivery_number) as first_number
    from roll_keys
    group by all
)
select
    cast(n.delivery_id as varchar) as delivery_id, -- The delivery
    cast(n.sheet as varchar) as sheet, -- The sheet
    cast(n.line as integer) as line, -- The row number that Excel shows
    cast(n.cycle as varchar) as cycle, -- The cycle that the row says
    cast(n.year_group as integer) as year_group, -- The year group that the row says
    cast(o.school_id is not null as boolean) as has_own_roll, -- Whether the school has (for a roll: had before) a roll of this cycle and year group
    cast(coalesce(f.on_own, false) as boolean) as on_own_roll, -- Whether the pupil is on it
    cast(coalesce(f.number_on_own and not f.both_on_own and n.has_name, false) as boolean) as beside_another_name, -- Whether the UPN is on it, but beside another name
    cast(z.meant as varchar) as meant_mis_id, -- The admission number on the roll that has lost its leading noughts here
    cast(coalesce(f.on_last_year, false) as boolean) as on_last_years_roll, -- Whether the pupil is on an earlier cycle's roll of the same year group
    cast(coalesce(f.on_year_below, false) as boolean) as on_roll_of_year_below, -- Whether the pupil is on the same cycle's roll of the year group below
    cast(coalesce(f.on_other_school, false) as boolean) as on_other_schools_roll -- Whether the pupil is on another school's roll of this cycle and year group
from staged.pupil_keys as n
left join found as f on f.delivery_id = n.delivery_id and f.sheet = n.sheet and f.line = n.line
left join lost_noughts as z on z.delivery_id = n.delivery_id and z.sheet = n.sheet and z.line = n.line
left join own_rolls as o
    on o.school_id = n.school_id and o.cycle = n.cycle and o.year_group = n.year_group
    and (case when n.kind = 'roll' then o.first_number < n.delivery_number else true end)
where n.kind in ('roll', 'destinations')
