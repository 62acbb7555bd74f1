-- From what pupils intended to where they finally went, for the whole network; unknown on either side is a category like any other
-- grain: cycle, year_group, intended_category, final_category
-- rebuild: cycle
with flows as (
    select i.year_group, i.destination_category as intended_category, f.destination_category as final_category, count(*) as pupils
    from core.destinations as i
    join core.destinations as f on f.cycle = i.cycle and f.pupil_id = i.pupil_id and f.stage = 'final'
    where i.cycle = getvariable('cycle') and i.stage = 'intended'
    group by all
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(year_group as integer) as year_group, -- The year group
    cast(intended_category as varchar) as intended_category, -- The category intended
    cast(final_category as varchar) as final_category, -- The category in the end
    cast(pupils as integer) as pupils -- Pupils who went from the one to the other
from flows
