-- mart.public_destinations after the stricter disclosure control for the public: what a school's website may show
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown, destination_category
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.school_id as varchar) as school_id, -- The school
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.breakdown_topic as varchar) as breakdown_topic, -- total or disadvantage
    cast(m.breakdown as varchar) as breakdown, -- The part of the topic
    cast(m.destination_category as varchar) as destination_category, -- Where they went: the destination category
    cast(case when s.status is null then m.pupils end as integer) as pupils, -- Pupils of the cohort in it; null where not published
    cast(case when u.status is null then m.cohort end as integer) as cohort, -- The whole cohort of the breakdown: unknown stays in; null where not published
    cast(case when coalesce(s.status, u.status) is null then m.share end as double) as share, -- pupils / cohort; null where either is not published
    cast(coalesce(s.status, u.status, 'published') as varchar) as status -- published, suppressed or not_available
from mart.public_destinations as m
left join mart.suppressions as s
    on s.audience = 'public' and s.cycle = m.cycle and s.table_name = 'mart.public_destinations' and s.school_id = m.school_id
    and s.year_group = m.year_group and s.stage = '' and s.breakdown_topic = m.breakdown_topic and s.breakdown = m.breakdown
    and s.item = m.destination_category
left join mart.suppressions as u
    on u.audience = 'public' and u.cycle = m.cycle and u.table_name = 'mart.public_destinations' and u.school_id = m.school_id
    and u.year_group = m.year_group and u.stage = '' and u.breakdown_topic = m.breakdown_topic and u.breakdown = m.breakdown
    and u.item = 'cohort'
where m.cycle = getvariable('cycle')
