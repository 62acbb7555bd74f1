-- mart.measures_by_network after disclosure control: what leaders may see
-- grain: cycle, year_group, breakdown_topic, breakdown, measure
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.breakdown_topic as varchar) as breakdown_topic, -- The topic by which the pupils are broken down
    cast(m.breakdown as varchar) as breakdown, -- The part of the topic
    cast(m.measure as varchar) as measure, -- The measure: see ref.measures
    cast(case when s.status is null then m.pupils end as integer) as pupils, -- Pupils it counts; null where not published
    cast(case when u.status is null and coalesce(n.hides_cohort, 'no') = 'no' then m.cohort end as integer) as cohort, -- Its denominator; null where not published
    cast(case when coalesce(s.status, u.status) is null then m.share end as double) as share, -- pupils / cohort; null where either is not published
    cast(m.schools as integer) as schools, -- Schools that are in it
    cast(case when m.pupils is null then 'not_available' else coalesce(s.status, u.status, 'published') end as varchar) as status, -- published, suppressed or not_available
    cast(s.at_least as integer) as at_least, -- Of a hidden headline count: the fewest that it can be for all that is shown; null: not told
    cast(s.at_most as integer) as at_most -- The most that it can be; null: not told
from mart.measures_by_network as m
join ref.measures as r on r.measure = m.measure
left join mart.suppressions as s
    on s.audience = 'leaders' and s.cycle = m.cycle and s.table_name = 'mart.measures_by_network' and s.school_id = '' and s.year_group = m.year_group
    and s.stage = '' and s.breakdown_topic = m.breakdown_topic and s.breakdown = m.breakdown and s.item = m.measure
-- A denominator is hidden where the count that it is, is
left join mart.suppressions as u
    on u.audience = 'leaders' and u.cycle = m.cycle and u.table_name = 'mart.measures_by_network' and u.school_id = '' and u.year_group = m.year_group
    and u.stage = '' and u.breakdown_topic = m.breakdown_topic and u.breakdown = m.breakdown and u.item = r.cohort_item
left join ref.suppression_reasons as n on n.reason = s.reason
where m.cycle = getvariable('cycle')
