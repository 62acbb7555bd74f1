-- Which universities belong to Oxbridge or the Russell Group for those who enter after each cycle; Oxbridge is named alone
-- grain: cycle, provider_id
-- rebuild: all
with cycles as (
    select distinct cycle, lead(cycle) over (order by cycle) as entry_year
    from (select distinct cycle from ref.calendar)
)
select
    cast(c.cycle as varchar) as cycle, -- The cycle after which they enter
    cast(g.provider_id as varchar) as provider_id, -- The university
    cast(min(g.provider_group) as varchar) as he_group -- oxbridge or russell_group
from cycles as c
join ref.he_groups as n on n.names_provider = 'yes'
join ref.provider_groups as g on g.provider_group = n.he_group and c.entry_year between coalesce(g.valid_from, c.entry_year) and coalesce(g.valid_to, c.entry_year)
group by c.cycle, g.provider_id
