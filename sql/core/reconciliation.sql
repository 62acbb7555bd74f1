-- The schools' word held against the network's own autumn rolls: for each pupil of the cohort, where said to be, where found
-- grain: cycle, pupil_id
-- rebuild: cycle
with begun as (
    select year_group
    from ref.collections
    where cycle = getvariable('cycle') and stage = 'final' and confirms_from <= getvariable('as_of')
),
known_types as (
    select code, year_group
    from ref.destination_types
    where destination_category is not null and participation not in ('unknown', 'undecided')
),
typed as (
    -- The newest word of the school: final before intended, by the same order as elsewhere
    select c.*, max(c.recorded_on) over (partition by c.pupil_id, c.stage) as newest_on
    from core.claims as c
    where c.cycle = getvariable('cycle') and c.source_kind = 'destinations'
),
said as (
    select *
    from typed
    qualify row_number() over (
        partition by pupil_id
        order by stage = 'final' desc, recorded_on + 14 > newest_on desc, precedence desc
    ) = 1
),
expected as (
    select
        h.*, s.destination_type, s.delivery_id as said_delivery_id, s.sheet as said_sheet, s.line as said_line, s.part as said_part,
        k.code is not null as is_known,
        case
            when k.code is null then null
            when s.provider_id is null and s.destination_provider is null and same_year.year_group is not null then h.school_id
            else s.network_school_id
        end as expected_at
    from core.cohort as h
    join begun as b on b.year_group = h.year_group
    left join said as s on s.pupil_id = h.pupil_id
    left join known_types as k on k.code = s.destination_type and k.year_group = h.year_group
    left join (select distinct year_group, destination_type from ref.autumn_roll_types where roll_year_group = year_group) as same_year
        on same_year.year_group = h.year_group and same_year.destination_type = s.destination_type
    where h.cycle = getvariable('cycle')
),
looked_at as (
    -- The rolls on which the expected school would have the pupil: those that mean what was said, else the year above
    select e.pupil_id, e.expected_at, t.roll_year_group
    from expected as e
    join ref.schools as s on s.school_id = e.expected_at
    join ref.autumn_roll_types as t on t.year_group = e.year_group and t.phase = s.phase
    where t.destination_type = e.destination_type or t.roll_year_group > e.year_group
    qualify t.destination_type = e.destination_type or not bool_or(t.destination_type = e.destination_type) over (partition by e.pupil_id)
),
rolls_in as (
    select distinct l.pupil_id
    from looked_at as l
    join staged.autumn_rolls as a
        on a.cycle = getvariable('cycle') and a.is_newest and a.school_id = l.expected_at and a.year_group = l.roll_year_group
),
found as (
    select a.*
    from core.autumn_rolls as a
    join core.cohort as h on h.cycle = a.cycle and h.pupil_id = a.pupil_id
    join ref.schools as s on s.school_id = a.school_id
    join ref.autumn_roll_types as t on t.year_group = h.year_group and t.roll_year_group = a.year_group and t.phase = s.phase
    where a.cycle = getvariable('cycle')
)
select
    cast(e.cycle as varchar) as cycle, -- The cycle
    cast(e.pupil_id as varchar) as pupil_id, -- The pupil
    cast(e.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(e.year_group as integer) as year_group, -- The year group
    cast(e.destination_type as varchar) as said_type, -- What the school last said: the final destination, else the intended one
    cast(e.expected_at as varchar) as expected_at, -- The school of the network that it names; null: none
    cast(f.school_id as varchar) as found_at, -- The school on whose autumn roll the pupil is; null: on none
    cast(case
        when f.is_on_two_rolls then 'contradiction'
        when f.school_id = e.school_id and e.is_known and e.expected_at is distinct from f.school_id then 'contradiction'
        when f.school_id = e.expected_at then 'confirmed'
        when f.school_id is not null and not e.is_known then 'unclaimed'
        when f.school_id is not null then 'surprise_arrival'
        when e.expected_at is not null and r.pupil_id is null then 'awaiting_roll'
        when e.expected_at is not null then 'no_show'
        when e.is_known then 'elsewhere'
        else 'unknown'
    end as varchar) as state, -- confirmed, no_show, surprise_arrival, contradiction, unclaimed, awaiting_roll, elsewhere or unknown
    cast(e.said_delivery_id as varchar) as said_delivery_id, -- The delivery that says it
    cast(e.said_sheet as varchar) as said_sheet, -- Its sheet
    cast(e.said_line as integer) as said_line, -- Its row number
    cast(e.said_part as integer) as said_part, -- Which claim of the row
    cast(f.delivery_id as varchar) as roll_delivery_id, -- The delivery of the roll
    cast(f.sheet as varchar) as roll_sheet, -- Its sheet
    cast(f.line as integer) as roll_line -- Its row number
from expected as e
left join rolls_in as r on r.pupil_id = e.pupil_id
left join found as f on f.pupil_id = e.pupil_id
