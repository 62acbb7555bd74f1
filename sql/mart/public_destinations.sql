-- Where the pupils of each school finally went, as a school's website may tell it: all pupils and disadvantaged ones alone
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown, destination_category
-- rebuild: cycle
select
    cast(d.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(d.school_id as varchar) as school_id, -- The school
    cast(d.year_group as integer) as year_group, -- The year group
    cast(d.breakdown_topic as varchar) as breakdown_topic, -- total or disadvantage
    cast(d.breakdown as varchar) as breakdown, -- The part of the topic
    cast(d.destination_category as varchar) as destination_category, -- Where they went: the destination category
    cast(d.pupils as integer) as pupils, -- Pupils of the cohort in it
    cast(d.cohort as integer) as cohort, -- The whole cohort of the breakdown: unknown stays in
    cast(d.share as double) as share -- pupils / cohort; null where the cohort is 0
from mart.destinations_by_school as d
where d.cycle = getvariable('cycle') and d.stage = 'final' and d.breakdown_topic in ('total', 'disadvantage')
