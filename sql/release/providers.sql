-- mart.providers after disclosure control: what leaders may see
-- grain: cycle, year_group, provider_id
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.year_group as integer) as year_group, -- The year group that left: 11, 12 or 13
    cast(m.provider_id as varchar) as provider_id, -- The provider
    cast(m.provider as varchar) as provider, -- Its name
    cast(m.kind as varchar) as kind, -- What kind of provider it is
    cast(case when s.status is null then m.pupils end as integer) as pupils, -- Pupils of the network whose final destination is there; null where not published
    cast(m.cohort as integer) as cohort, -- The whole cohort of the network
    cast(case when s.status is null then m.share end as double) as share, -- pupils / cohort; null where not published
    cast(case when s.status is null and c.status is null then m.schools end as integer) as schools, -- Schools of the network that they come from; null where not published
    cast(case when s.status is null and c.status is null then m.confirmed end as integer) as confirmed, -- Of the pupils, those confirmed by evidence from the new term; null where not published
    cast(case when s.status is null and k.status is null then m.looked_at end as integer) as looked_at, -- Of the pupils, those of whom a roll of six months later tells whether they are still there; null where not published
    cast(case when s.status is null and k.status is null then m.still_there end as integer) as still_there, -- Of those looked at, those who are; null where not published
    cast(coalesce(s.status, 'published') as varchar) as status -- published or suppressed
from mart.providers as m
left join mart.suppressions as s
    on s.audience = 'leaders' and s.cycle = m.cycle and s.table_name = 'mart.providers' and s.year_group = m.year_group
    and s.item = m.provider_id
left join mart.suppressions as c
    on c.audience = 'leaders' and c.cycle = m.cycle and c.table_name = 'mart.providers' and c.year_group = m.year_group
    and c.item = m.provider_id || '#confirmed'
left join mart.suppressions as k
    on k.audience = 'leaders' and k.cycle = m.cycle and k.table_name = 'mart.providers' and k.year_group = m.year_group
    and k.item = m.provider_id || '#still_there'
where m.cycle = getvariable('cycle')
