-- Where the pupils of each school were going at each checkpoint of the year, and how many of them ended there; a checkpoint in the future has no numbers
-- grain: cycle, school_id, year_group, checkpoint, destination_category
-- rebuild: cycle
with cohorts as (
    select school_id, year_group, count(*) as cohort
    from core.cohort
    where cycle = getvariable('cycle')
    group by all
),
counted as (
    select
        k.school_id, k.year_group, k.checkpoint, k.destination_category,
        count(*) as pupils,
        count(*) filter (where f.destination_category = k.destination_category) as same_at_final
    from core.checkpoints as k
    left join core.destinations as f on f.cycle = k.cycle and f.pupil_id = k.pupil_id and f.stage = 'final'
    where k.cycle = getvariable('cycle')
    group by all
),
final_open as (
    select distinct year_group
    from core.destinations
    where cycle = getvariable('cycle') and stage = 'final'
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(h.school_id as varchar) as school_id, -- The school
    cast(h.year_group as integer) as year_group, -- The year group
    cast(k.checkpoint as varchar) as checkpoint, -- The checkpoint
    cast(i.destination_category as varchar) as destination_category, -- Where they were going then
    cast(k.opens_on as date) as opens_on, -- From this day on it can be told
    cast(k.closes_on as date) as closes_on, -- What was said up to this day counts
    cast(k.opens_on <= getvariable('as_of') as boolean) as is_reached, -- Whether it can be told by now
    cast(k.closes_on < getvariable('as_of') as boolean) as is_settled, -- Whether nothing more can be said for it
    cast(case when k.opens_on <= getvariable('as_of') then coalesce(c.pupils, 0) end as integer) as pupils, -- Pupils of the cohort in it; null while the checkpoint lies ahead
    cast(h.cohort as integer) as cohort, -- The whole cohort: unknown stays in
    cast(case when k.opens_on <= getvariable('as_of') then coalesce(c.pupils, 0) / h.cohort end as double) as share, -- pupils / cohort
    cast(case when k.opens_on <= getvariable('as_of') and f.year_group is not null then coalesce(c.same_at_final, 0) end as integer) as same_at_final -- Of these pupils, those whose final destination is in the same category; null while the final stage isn't open
from cohorts as h
join ref.checkpoints as k on k.cycle = getvariable('cycle') and k.year_group = h.year_group
join ref.stage_categories as i on i.year_group = h.year_group and i.stage = k.stage
left join counted as c
    on c.school_id = h.school_id and c.year_group = h.year_group and c.checkpoint = k.checkpoint and c.destination_category = i.destination_category
left join final_open as f on f.year_group = h.year_group
