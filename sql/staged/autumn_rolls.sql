-- The rows of autumn rolls: who is at a school of the network in the autumn after the leaving summer, which says where the pupils of the cycle before went
-- grain: delivery_id, sheet, line, part
-- rebuild: all
with cycles as (
    select cycle, lead(cycle) over (order by cycle) as next_cycle
    from (select distinct cycle from ref.calendar)
),
windows as (
    select c.cycle, c.next_cycle, starts.on_date as from_on, ends.on_date as until_on
    from cycles as c
    join ref.calendar as starts on starts.cycle = c.cycle and starts.event = 'term_starts'
    join ref.calendar as ends on ends.cycle = c.cycle and ends.event = 'autumn_term_ends'
),
rolled as (
    select w.cycle as confirms, r.*, v.verdict
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part
    join windows as w on w.next_cycle = r.cycle and r.received_on between w.from_on and w.until_on
    where r.kind = 'roll' and r.school_id is not null and r.year_group in (select roll_year_group from ref.autumn_roll_types)
),
newest as (
    select confirms, school_id, year_group, max(delivery_number) as delivery_number
    from rolled
    where verdict = 'usable'
    group by all
),
counting as (
    select distinct unnest(enrolment_statuses) as enrolment_status
    from ref.collections
)
select
    cast(r.confirms as varchar) as cycle, -- The cycle whose final destinations it confirms; the roll itself belongs to the next
    cast(r.delivery_id as varchar) as delivery_id, -- The delivery
    cast(r.delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(r.sheet as varchar) as sheet, -- The sheet
    cast(r.line as integer) as line, -- The row number that Excel shows
    cast(r.part as integer) as part, -- Always 1 in a roll
    cast(r.school_id as varchar) as school_id, -- The school
    cast(r.year_group as integer) as year_group, -- The year group as on the roll
    cast(r.received_at as timestamp) as received_at, -- When the roll came, UTC
    cast(r.received_on as date) as received_on, -- The day of the roll
    cast(r.verdict as varchar) as verdict, -- held, withdrawn or usable
    cast(coalesce(r.delivery_number = n.delivery_number, false) as boolean) as is_newest, -- Whether this roll says who is there
    cast(r.verdict = 'usable' and coalesce(r.enrolment_status, 'C') in (select enrolment_status from counting) and not coalesce(r.leaving_date <= r.received_on, false) as boolean) as is_on_roll, -- Whether the row says that the pupil is at the school
    cast(r.entry_date as date) as entry_date -- When the pupil joined
from rolled as r
left join newest as n on n.confirms = r.confirms and n.school_id = r.school_id and n.year_group = r.year_group
