-- Every measure of the whole network: the sum of the schools of which it can be told, and for some measures two topics crossed
-- grain: cycle, year_group, breakdown_topic, breakdown, measure
-- rebuild: cycle
with told as (
    select school_id, year_group, breakdown_topic, breakdown, measure, pupils, cohort
    from mart.measures_by_school
    where cycle = getvariable('cycle')
    union all
    select o.school_id, o.year_group, o.breakdown_topic, o.breakdown, o.measure, o.pupils, o.cohort
    from mart.outcome_measures as o
    join ref.measures as m on m.measure = o.measure and list_contains(string_split(m.network_topics, '|'), o.breakdown_topic)
    where o.cycle = getvariable('cycle')
),
summed as (
    select
        year_group, breakdown_topic, breakdown, measure, sum(pupils) as pupils, sum(cohort) filter (where pupils is not null) as cohort,
        count(pupils) as schools
    from told
    group by all
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(year_group as integer) as year_group, -- The year group
    cast(breakdown_topic as varchar) as breakdown_topic, -- The topic by which the pupils are broken down
    cast(breakdown as varchar) as breakdown, -- The part of the topic
    cast(measure as varchar) as measure, -- The measure: see ref.measures
    cast(pupils as integer) as pupils, -- Pupils it counts, at the schools of which it can be told; null where there is none
    cast(cohort as integer) as cohort, -- Their denominator
    cast(pupils / nullif(cohort, 0) as double) as share, -- pupils / cohort; null where pupils is, or nobody is in the denominator
    cast(schools as integer) as schools -- Schools that are in it
from summed
