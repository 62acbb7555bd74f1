-- The checkpoints of every cycle and year group, with their dates
-- grain: cycle, year_group, checkpoint
-- rebuild: all
with rules as (
    select *, unnest(string_split(year_groups, '|'))::integer as year_group
    from ref.checkpoint_rules
)
select
    cast(opens.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(r.year_group as integer) as year_group, -- The year group
    cast(r.checkpoint as varchar) as checkpoint, -- The checkpoint
    cast(r.label as varchar) as label, -- Its name for people
    cast(r.position as integer) as position, -- Its place in the year
    cast(r.stage as varchar) as stage, -- The stage that is looked at
    cast(opens.on_date + r.opens_days::integer as date) as opens_on, -- From this day on it can be told
    cast(closes.on_date + r.closes_days::integer as date) as closes_on, -- What was said up to this day counts
    cast(case when r.said_from_opening = 'yes' then opens.on_date + r.opens_days::integer end as date) as said_from -- What was said before this day doesn't count; null: all of it counts
from rules as r
join ref.calendar as opens on opens.event = r.opens_event
join ref.calendar as closes on closes.cycle = opens.cycle and closes.event = r.closes_event
