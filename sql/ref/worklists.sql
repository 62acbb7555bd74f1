-- When each worklist of every cycle and year group is made, and until when people work from it
-- grain: cycle, worklist, year_group, stage
-- rebuild: all
with seasons as (
    select *, unnest(string_split(year_groups, '|'))::integer as year_group
    from ref.worklist_seasons
)
select
    cast(opens.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(s.worklist as varchar) as worklist, -- The worklist
    cast(s.year_group as integer) as year_group, -- The year group
    cast(s.stage as varchar) as stage, -- The stage that its answers are about
    cast(opens.on_date + s.opens_days::integer as date) as opens_on, -- Its first day
    cast(due.on_date as date) as due_on, -- The day by which everybody on it should be settled; null: each row has its own
    cast(closes.on_date + s.closes_days::integer as date) as closes_on -- Its last day
from seasons as s
join ref.calendar as opens on opens.event = s.opens_event
join ref.calendar as closes on closes.cycle = opens.cycle and closes.event = s.closes_event
left join ref.calendar as due on due.cycle = opens.cycle and due.event = s.due_event
