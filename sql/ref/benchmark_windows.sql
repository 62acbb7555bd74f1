-- When the evidence for a benchmark of careers guidance must date from, for each cycle and year group
-- grain: cycle, rule, year_group, years_after
-- rebuild: all
with cycles as (
    select cycle, row_number() over (order by cycle) as place
    from (select distinct cycle from ref.calendar)
),
events as (
    select c.place, e.event, e.on_date
    from cycles as c
    join ref.calendar as e on e.cycle = c.cycle
),
rules as (
    select *, unnest(string_split(year_groups, '|'))::integer as year_group
    from ref.benchmark_rules
)
select
    cast(c.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(r.rule as varchar) as rule, -- employer_every_year, guidance_interview, provider_access or destinations_held
    cast(r.year_group as integer) as year_group, -- The year group in that cycle
    cast(greatest(coalesce(r.from_years, 0), 0) as integer) as years_after, -- The academic year after leaving that is looked at; 0: none, but the pupil's time at school
    cast(r.benchmark as integer) as benchmark, -- The benchmark, 1 to 8
    cast(r.encounter_kind as varchar) as encounter_kind, -- The kind of encounter that counts; null: no encounter
    cast(r.fewest as integer) as fewest, -- How many of them a pupil needs
    cast(starts.on_date as date) as from_on, -- The first day that counts; null: from the beginning
    cast(ends.on_date + r.until_days as date) as until_on, -- The last day that counts
    cast(r.is_mandatory = 'yes' as boolean) as is_mandatory -- Whether every pupil must have them; else the school must offer them
from rules as r
cross join cycles as c
join events as ends on ends.event = r.until_event and ends.place = c.place + r.until_years
left join events as starts on starts.event = r.from_event and starts.place = c.place + r.from_years
-- Where the calendar doesn't reach back to the first day, nothing can be told
where r.from_event is null or starts.on_date is not null
