-- Provider access: how many pupils on roll met providers of technical education or apprenticeships often enough, up to 28 February of Years 9, 11 and 13
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown
-- rebuild: all
with windows as (
    select cycle, year_group, encounter_kind, fewest, from_on, until_on, is_mandatory
    from ref.benchmark_windows
    where rule = 'provider_access'
),
met as (
    select h.cycle, h.pupil_id, count(distinct e.encounter_on) as encounters
    from core.on_roll as h
    join windows as w on w.cycle = h.cycle and w.year_group = h.year_group
    join core.encounters as e
        on e.pupil_id = h.pupil_id and e.encounter_kind = w.encounter_kind and e.encounter_on between w.from_on and w.until_on
    group by all
),
present as (
    select
        h.*, w.until_on, w.is_mandatory, coalesce(m.encounters >= w.fewest, false) as is_met, coalesce(t.told_from < w.from_on + interval 1 year, false) as is_told,
        unnest([
            {topic: 'total', part: 'total'}, {topic: 'disadvantage', part: h.disadvantage}, {topic: 'sen', part: h.sen}
        ]) as belongs
    from core.on_roll as h
    join windows as w on w.cycle = h.cycle and w.year_group = h.year_group
    left join met as m on m.cycle = h.cycle and m.pupil_id = h.pupil_id
    left join core.encounter_lists as t on t.school_id = h.school_id
)
select
    cast(cycle as varchar) as cycle, -- The academic year
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group: 9, 11 or 13
    cast(belongs.topic as varchar) as breakdown_topic, -- total, disadvantage or sen
    cast(belongs.part as varchar) as breakdown, -- The part of the topic
    cast(count(*) as integer) as on_roll, -- Pupils on roll through the year
    cast(count(*) filter (where is_met) as integer) as pupils, -- Of them, those with two encounters or more from the start of the year before up to the deadline
    cast(case when bool_or(is_told) then count(*) filter (where is_met) / count(*) end as double) as share, -- pupils / on_roll; null where the school sent no list of encounters for the first of the two years
    cast(any_value(until_on) as date) as deadline_on, -- The last day that counts: 28 February
    cast(any_value(until_on) < getvariable('as_of') as boolean) as is_settled, -- Whether that day has passed
    cast(any_value(is_mandatory) as boolean) as is_mandatory -- Whether pupils must have them; in Year 13 the school must offer them
from present
group by cycle, school_id, year_group, belongs.topic, belongs.part
