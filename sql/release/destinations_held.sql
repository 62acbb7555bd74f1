-- mart.destinations_held: what a school knows of all its leavers together, so nothing is hidden
-- grain: cycle, school_id, year_group, years_after
-- rebuild: all
select
    cast(cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group that left: 11 or 13
    cast(years_after as integer) as years_after, -- 1, 2 or 3: which academic year after leaving
    cast(from_on as date) as from_on, -- Its first day
    cast(until_on as date) as until_on, -- Its last day
    cast(cohort as integer) as cohort, -- Pupils who count
    cast(pupils as integer) as pupils, -- Of them, those whose destination was said or verified in that year, or shown by a roll of the network; null while that year lies ahead
    cast(share as double) as share, -- pupils / cohort; null while that year lies ahead, and where the school sent no roll
    cast(is_over as boolean) as is_over, -- Whether that year is over
    cast('published' as varchar) as status -- Always published
from mart.destinations_held
