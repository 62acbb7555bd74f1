-- Which universities belong to each counted group for those who enter after each cycle; a university may be in several groups
-- grain: cycle, he_group, provider_id
-- rebuild: all
with cycles as (
    select distinct cycle, lead(cycle) over (order by cycle) as entry_year
    from (select distinct cycle from ref.calendar)
),
members as (
    select he_group, unnest(string_split(provider_groups, '|')) as provider_group
    from ref.he_groups
)
select distinct
    cast(c.cycle as varchar) as cycle, -- The cycle after which they enter
    cast(m.he_group as varchar) as he_group, -- The group
    cast(g.provider_id as varchar) as provider_id -- The university
from members as m
join ref.provider_groups as g on g.provider_group = m.provider_group
join cycles as c on c.entry_year between coalesce(g.valid_from, c.entry_year) and coalesce(g.valid_to, c.entry_year)
