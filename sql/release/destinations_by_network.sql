-- mart.destinations_by_network after disclosure control: what leaders may see
-- grain: cycle, year_group, stage, breakdown_topic, breakdown, destination_category
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.stage as varchar) as stage, -- intended or final
    cast(m.breakdown_topic as varchar) as breakdown_topic, -- The topic by which the cohort is broken down
    cast(m.breakdown as varchar) as breakdown, -- The part of the topic
    cast(m.destination_category as varchar) as destination_category, -- Where they go: the destination category
    cast(case when s.reason is null or not list_contains(h.reasons, s.reason) then m.cohort end as integer) as cohort, -- The whole cohort of the breakdown: unknown stays in; null where not published
    cast(case when s.status is null then m.pupils end as integer) as pupils, -- Pupils of the cohort in it; null where not published
    cast(case when s.status is null then m.share end as double) as share, -- pupils / cohort; null where not published
    cast(coalesce(s.status, 'published') as varchar) as status -- published, suppressed or not_available
from mart.destinations_by_network as m
cross join (select list(reason) as reasons from ref.suppression_reasons where hides_cohort = 'yes') as h
left join mart.suppressions as s
    on s.audience = 'leaders' and s.cycle = m.cycle and s.table_name = 'mart.destinations_by_network' and s.school_id = '' and s.year_group = m.year_group
    and s.stage = m.stage and s.breakdown_topic = m.breakdown_topic and s.breakdown = m.breakdown and s.item = m.destination_category
where m.cycle = getvariable('cycle')
