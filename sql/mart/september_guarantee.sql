-- The September Guarantee: who holds a suitable offer by the end of September, by school and home authority
-- grain: cycle, school_id, year_group, home_la
-- rebuild: cycle
with dates as (
    select cohort_fixed.cycle, guarantee.on_date as until_on
    from ref.calendar as cohort_fixed
    join ref.calendar as guarantee on guarantee.cycle = cohort_fixed.cycle and guarantee.event = 'september_guarantee'
    where cohort_fixed.cycle = getvariable('cycle') and cohort_fixed.event = 'end_of_may' and cohort_fixed.on_date <= getvariable('as_of')
),
told as (
    select h.school_id, h.year_group, coalesce(h.home_la, 'not_known') as home_la, coalesce(o.offer_status, n.code) as offer_status, i.destination_category
    from core.cohort as h
    join ref.collections as y on y.cycle = h.cycle and y.year_group = h.year_group and y.stage = 'intended' and y.has_september_guarantee
    join dates as d on d.cycle = h.cycle
    join ref.codes as n on n.column_name = 'offer_status' and n.code = 'not_recorded'
    left join core.offers as o on o.cycle = h.cycle and o.pupil_id = h.pupil_id
    left join core.destinations as i on i.cycle = h.cycle and i.pupil_id = h.pupil_id and i.stage = 'intended'
    where h.cycle = getvariable('cycle')
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group: 11 or 12
    cast(home_la as varchar) as home_la, -- The local authority where the pupils live, as sent; not_known where nothing was
    cast(count(*) as integer) as cohort, -- Pupils who count
    cast(count(*) filter (where offer_status = 'offer_made') as integer) as offer_made, -- Pupils with an offer
    cast(count(*) filter (where offer_status = 'no_offer') as integer) as no_offer, -- Pupils without one
    cast(count(*) filter (where offer_status = 'offer_not_appropriate') as integer) as offer_not_appropriate, -- Pupils for whom an offer isn't appropriate
    cast(count(*) filter (where offer_status = 'not_recorded') as integer) as not_recorded, -- Pupils of whom nothing was recorded
    cast(count(*) filter (where offer_status = 'not_recorded' and destination_category in (select own_school_category from ref.destination_types)) as integer) as continuing -- Of those, pupils who mean to stay in their own sixth form
from told
group by school_id, year_group, home_la
