-- Every destination category that a year group may have at a stage
-- grain: year_group, stage, destination_category
-- rebuild: all
with offered as (
    select year_group, stages, unnest([destination_category, own_school_category]) as destination_category
    from ref.destination_types
)
select distinct
    cast(o.year_group as integer) as year_group, -- The year group
    cast(s.code as varchar) as stage, -- intended or final
    cast(o.destination_category as varchar) as destination_category -- The category
from offered as o
join ref.codes as s on s.column_name = 'stage' and contains(o.stages, s.code)
where o.destination_category is not null
