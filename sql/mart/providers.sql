-- Who takes the network's leavers, and who keeps them: the final destinations at each provider, for each year group
-- grain: cycle, year_group, provider_id
-- rebuild: cycle
with cohorts as (
    select year_group, count(*) as cohort
    from core.cohort
    where cycle = getvariable('cycle')
    group by year_group
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(d.year_group as integer) as year_group, -- The year group that left: 11, 12 or 13
    cast(d.provider_id as varchar) as provider_id, -- The provider
    cast(any_value(p.name) as varchar) as provider, -- Its name
    cast(any_value(p.kind) as varchar) as kind, -- What kind of provider it is
    cast(count(*) as integer) as pupils, -- Pupils of the network whose final destination is there
    cast(any_value(h.cohort) as integer) as cohort, -- The whole cohort of the network
    cast(count(*) / any_value(h.cohort) as double) as share, -- pupils / cohort
    cast(count(distinct d.school_id) as integer) as schools, -- Schools of the network that they come from
    cast(count(*) filter (where d.is_confirmed) as integer) as confirmed, -- Of the pupils, those confirmed by evidence from the new term
    cast(count(d.still_there) as integer) as looked_at, -- Of the pupils, those of whom a roll of six months later tells whether they are still there
    cast(count(*) filter (where d.still_there) as integer) as still_there -- Of those looked at, those who are
from core.destinations as d
join ref.providers as p on p.provider_id = d.provider_id
join cohorts as h on h.year_group = d.year_group
-- Where Year 6 goes is told as transfer to secondary schools
join ref.measures as m on m.measure = 'eet' and list_contains(string_split(m.year_groups, '|'), d.year_group::varchar)
where d.cycle = getvariable('cycle') and d.stage = 'final'
group by d.year_group, d.provider_id
