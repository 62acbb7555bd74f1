-- Personal guidance: how many pupils had an interview with a careers adviser by 16, and another by 18
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown
-- rebuild: all
with windows as (
    select cycle, year_group, encounter_kind, fewest, from_on, until_on
    from ref.benchmark_windows
    where rule = 'guidance_interview'
),
had as (
    select h.cycle, h.pupil_id, count(distinct e.encounter_on) as interviews
    from core.cohort as h
    join windows as w on w.cycle = h.cycle and w.year_group = h.year_group
    join core.encounters as e
        on e.pupil_id = h.pupil_id and e.encounter_kind = w.encounter_kind
        and e.encounter_on between coalesce(w.from_on, e.encounter_on) and w.until_on
    group by all
),
counted as (
    select
        h.*, w.until_on, coalesce(i.interviews >= w.fewest, false) as is_met, coalesce(t.told_from <= w.until_on, false) as is_told,
        unnest([
            {topic: 'total', part: 'total'}, {topic: 'disadvantage', part: h.disadvantage}, {topic: 'sen', part: h.sen}
        ]) as belongs
    from core.cohort as h
    join windows as w on w.cycle = h.cycle and w.year_group = h.year_group
    left join had as i on i.cycle = h.cycle and i.pupil_id = h.pupil_id
    left join core.encounter_lists as t on t.school_id = h.school_id
)
select
    cast(cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- 11: by 16, up to the end of Year 11; 13: by 18, in Years 12 and 13
    cast(belongs.topic as varchar) as breakdown_topic, -- total, disadvantage or sen
    cast(belongs.part as varchar) as breakdown, -- The part of the topic
    cast(count(*) as integer) as cohort, -- Pupils who count
    cast(count(*) filter (where is_met) as integer) as pupils, -- Of them, those with an interview
    cast(case when bool_or(denominator = 'roll') and bool_or(is_told) then count(*) filter (where is_met) / count(*) end as double) as share, -- pupils / cohort; null where the school sent no roll, or no list of encounters up to then
    cast(any_value(until_on) as date) as until_on, -- The last day that counts
    cast(any_value(until_on) < getvariable('as_of') as boolean) as is_settled -- Whether that day has passed
from counted
group by cycle, school_id, year_group, belongs.topic, belongs.part
