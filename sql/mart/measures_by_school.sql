-- Every measure of each school, in one shape: pupils, their denominator and the share, for each part of each topic that somebody is in
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown, measure
-- rebuild: cycle
with cohorts as (
    select school_id, year_group, count(*) as cohort, bool_or(denominator = 'roll') as has_roll
    from core.cohort
    where cycle = getvariable('cycle')
    group by all
),
he as (
    select
        school_id, year_group, breakdown_topic, breakdown, cohort, he_group = 'any' as is_any, leavers,
        case he_group when 'any' then 'he' else he_group end as prefix,
        unnest([{step: 'applied', pupils: applied}, {step: 'offered', pupils: offered}, {step: 'placed', pupils: placed}, {step: 'entered', pupils: entered}]) as told
    from mart.higher_education
    where cycle = getvariable('cycle')
),
colleges as (
    select
        school_id, year_group, cohort, share_applied is not null as can_be_told,
        unnest([{measure: 'college_applied', pupils: applied}, {measure: 'college_offered', pupils: offered}, {measure: 'college_placed', pupils: placed}]) as told
    from mart.applications
    where cycle = getvariable('cycle') and breakdown_topic = 'total'
),
rolls_in as (
    select distinct t.year_group
    from staged.autumn_rolls as a
    join ref.autumn_roll_types as t on t.roll_year_group = a.year_group and t.roll_year_group > t.year_group
    where a.cycle = getvariable('cycle') and a.is_newest
),
stayers as (
    select
        r.school_id, r.year_group, r.cohort,
        unnest(list_filter([
            case when r.has_next_year then {measure: 'stayed_on_own_roll', pupils: r.on_own_roll} end,
            {measure: 'on_network_roll', pupils: case when i.year_group is not null and (r.roll_received or not r.has_next_year) then coalesce(r.on_own_roll, 0) + r.on_other_roll end}
        ], told -> told is not null)) as told
    from mart.retention as r
    left join rolls_in as i on i.year_group = r.year_group
    where r.cycle = getvariable('cycle')
),
leavers as (
    select
        h.school_id, h.year_group, h.has_roll, h.cohort, coalesce(l.leavers, 0) as leavers,
        unnest([
            {measure: 'left_in_year', pupils: l.leavers}, {measure: 'left_recorded', pupils: l.recorded},
            {measure: 'left_overdue', pupils: l.overdue}, {measure: 'left_not_participating', pupils: l.not_participating}
        ]) as told
    from cohorts as h
    left join mart.in_year_leavers as l on l.cycle = getvariable('cycle') and l.school_id = h.school_id and l.year_group = h.year_group
),
guarantee as (
    select
        school_id, year_group, sum(cohort) as cohort,
        unnest([
            {measure: 'guarantee_offer', pupils: sum(offer_made)}, {measure: 'guarantee_no_offer', pupils: sum(no_offer)},
            {measure: 'guarantee_not_recorded', pupils: sum(not_recorded)}
        ]) as told
    from mart.september_guarantee
    where cycle = getvariable('cycle')
    group by school_id, year_group
),
stock_take as (
    select
        h.school_id, h.year_group, h.cohort, bool_or(w.opens_on <= getvariable('as_of')) as is_open, count(g.pupil_id) as needed,
        unnest([
            {measure: 'guidance_needed', pupils: count(g.pupil_id)},
            {measure: 'guidance_held', pupils: count(g.pupil_id) filter (where g.guidance = 'held')},
            {measure: 'guidance_outstanding', pupils: count(g.pupil_id) filter (where g.guidance <> 'held')}
        ]) as told
    from cohorts as h
    join ref.worklists as w on w.cycle = getvariable('cycle') and w.worklist = 'guidance_list' and w.year_group = h.year_group
    left join mart.guidance_list as g on g.cycle = getvariable('cycle') and g.school_id = h.school_id and g.year_group = h.year_group
    group by h.school_id, h.year_group, h.cohort
),
everything as (
    select school_id, year_group, breakdown_topic, breakdown, measure, pupils, cohort
    from mart.outcome_measures
    where cycle = getvariable('cycle')
    union all
    select school_id, year_group, breakdown_topic, breakdown, prefix || '_' || told.step, told.pupils, cohort from he
    union all
    select school_id, year_group, breakdown_topic, breakdown, 'left_school', leavers, cohort from he where is_any and told.step = 'entered'
    union all
    select school_id, year_group, 'total', 'total', told.measure, case when can_be_told then told.pupils end, cohort from colleges
    union all
    select school_id, year_group, 'total', 'total', told.measure, told.pupils, cohort from stayers
    union all
    select
        school_id, year_group, 'total', 'total', told.measure, case when has_roll then coalesce(told.pupils, 0) end,
        case told.measure when 'left_in_year' then cohort else case when has_roll then leavers end end
    from leavers
    union all
    select school_id, year_group, 'total', 'total', told.measure, told.pupils, cohort from guarantee
    union all
    select
        school_id, year_group, 'total', 'total', told.measure, case when is_open then told.pupils end,
        case told.measure when 'guidance_needed' then cohort else case when is_open then needed end end
    from stock_take
    union all
    select school_id, year_group, breakdown_topic, breakdown, 'guidance_interview', case when share is not null then pupils end, cohort
    from mart.guidance_interviews
    where cycle = getvariable('cycle')
    union all
    select school_id, year_group, breakdown_topic, breakdown, 'provider_access', case when share is not null then pupils end, on_roll
    from mart.provider_access
    where cycle = getvariable('cycle')
    union all
    select school_id, year_group, breakdown_topic, breakdown, 'encounter_' || encounter_kind, case when share is not null then pupils end, on_roll
    from mart.encounters
    where cycle = getvariable('cycle')
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(e.school_id as varchar) as school_id, -- The school
    cast(e.year_group as integer) as year_group, -- The year group
    cast(e.breakdown_topic as varchar) as breakdown_topic, -- The topic by which the pupils are broken down
    cast(e.breakdown as varchar) as breakdown, -- The part of the topic
    cast(e.measure as varchar) as measure, -- The measure: see ref.measures
    cast(e.pupils as integer) as pupils, -- Pupils it counts; null where it can't be told
    cast(e.cohort as integer) as cohort, -- Its denominator
    cast(e.pupils / nullif(e.cohort, 0) as double) as share -- pupils / cohort; null where pupils is, or nobody is in the denominator
from everything as e
join ref.measures as m
    on m.measure = e.measure and list_contains(string_split(m.year_groups, '|'), e.year_group::varchar)
    and list_contains(string_split(m.topics, '|'), e.breakdown_topic)
