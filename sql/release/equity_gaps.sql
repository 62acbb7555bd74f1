-- mart.equity_gaps as leaders may see it: worked out from what is released, so that no gap betrays a hidden cell
-- grain: cycle, school_id, year_group, measure, breakdown_topic, breakdown
-- rebuild: cycle
with told as (
    select school_id, year_group, breakdown_topic, breakdown, measure, pupils, cohort, status
    from release.measures_by_school
    where cycle = getvariable('cycle')
    union all
    select '' as school_id, year_group, breakdown_topic, breakdown, measure, pupils, cohort, status
    from release.measures_by_network
    where cycle = getvariable('cycle')
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(p.school_id as varchar) as school_id, -- The school; empty for the network
    cast(p.year_group as integer) as year_group, -- The year group
    cast(p.measure as varchar) as measure, -- The measure: see ref.measures
    cast(p.breakdown_topic as varchar) as breakdown_topic, -- The topic, two topics crossed among them
    cast(p.breakdown as varchar) as breakdown, -- The part of the topic that is compared
    cast(g.reference as varchar) as reference, -- The part that it is compared with
    cast(p.pupils as integer) as pupils, -- Pupils of the part that the measure counts; null where it can't be told or is not published
    cast(p.cohort as integer) as cohort, -- Their denominator; null where not published
    cast(r.pupils as integer) as reference_pupils, -- Pupils of the reference that it counts; null likewise
    cast(r.cohort as integer) as reference_cohort, -- Their denominator; null where not published
    cast(p.pupils / nullif(p.cohort, 0) - r.pupils / nullif(r.cohort, 0) as double) as difference, -- The share of the part less the share of the reference; null where either can't be told or is not published
    cast((p.pupils / nullif(p.cohort, 0)) / nullif(r.pupils / nullif(r.cohort, 0), 0) as double) as relative_risk, -- The share of the part divided by the share of the reference; null likewise, and where that is 0
    cast(p.cohort < g.small_below or r.cohort < g.small_below as boolean) as is_small, -- Whether either group is so small that its share says little; null where not published
    cast(case when p.status = 'published' then r.status else p.status end as varchar) as status -- published, suppressed or not_available: what stands in the way of the comparison
from told as p
join ref.breakdown_references as g on g.breakdown_topic = p.breakdown_topic and g.breakdown = p.breakdown
join told as r
    on r.school_id = p.school_id and r.year_group = p.year_group and r.measure = p.measure
    and r.breakdown_topic = p.breakdown_topic and r.breakdown = g.reference
where coalesce(p.cohort >= g.fewest and r.cohort >= g.fewest, g.fewest = 0)
