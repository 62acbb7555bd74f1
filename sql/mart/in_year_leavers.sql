-- Sixth-form pupils who left during the year: how many destinations are recorded, due and overdue
-- grain: cycle, school_id, year_group
-- rebuild: cycle
select
    cast(cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group
    cast(count(*) as integer) as leavers, -- Pupils who left during the year
    cast(count(*) filter (where state = 'recorded') as integer) as recorded, -- Of them, those whose destination is recorded
    cast(count(*) filter (where state = 'due') as integer) as due, -- Of them, those not recorded within ten working days so far
    cast(count(*) filter (where state = 'overdue') as integer) as overdue, -- Of them, those not recorded after ten working days
    cast(count(*) filter (where state = 'recorded' and participation in ('neet', 're_engagement')) as integer) as not_participating -- Of those recorded, pupils who don't take part: the local authority must be told
from core.in_year_leavers
where cycle = getvariable('cycle')
group by cycle, school_id, year_group
