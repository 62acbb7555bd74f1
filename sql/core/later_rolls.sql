-- Who is on the newest roll that a school sent six months or more into the new term, and who was on an earlier roll of that year and no longer is
-- grain: cycle, school_id, year_group, pupil_id
-- rebuild: all
with cycles as (
    select cycle, lead(cycle) over (order by cycle) as next_cycle
    from (select distinct cycle from ref.calendar)
),
rolled as (
    select c.cycle as confirms, r.school_id, r.year_group, r.delivery_number, r.received_on, r.leaving_date, r.enrolment_status, l.pupil_id, still.on_date as still_there_on
    from staged.roll as r
    join cycles as c on c.next_cycle = r.cycle
    join ref.calendar as still on still.cycle = c.cycle and still.event = 'still_there'
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    where r.school_id is not null and r.year_group in (select roll_year_group from ref.autumn_roll_types)
),
newest as (
    select confirms, school_id, year_group, max(delivery_number) as delivery_number
    from rolled
    where received_on >= still_there_on
    group by all
),
counting as (
    select distinct unnest(enrolment_statuses) as enrolment_status
    from ref.collections
)
select
    cast(r.confirms as varchar) as cycle, -- The cycle whose final destinations are looked at
    cast(r.school_id as varchar) as school_id, -- The school
    cast(r.year_group as integer) as year_group, -- The year group there
    cast(r.pupil_id as varchar) as pupil_id, -- The pupil
    cast(bool_or(
        r.delivery_number = n.delivery_number and r.enrolment_status in (select enrolment_status from counting)
        and not coalesce(r.leaving_date <= r.received_on, false)
    ) as boolean) as is_on_roll -- Whether the newest roll has the pupil
from rolled as r
join newest as n on n.confirms = r.confirms and n.school_id = r.school_id and n.year_group = r.year_group
group by all
