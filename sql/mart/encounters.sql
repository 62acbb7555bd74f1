-- Encounters in the academic year: how many of the pupils on roll in each year group, Years 7 to 13, had at least one meaningful encounter of each kind
-- grain: cycle, school_id, year_group, breakdown_topic, breakdown, encounter_kind
-- rebuild: cycle
with windows as (
    select year_group, from_on, until_on
    from ref.benchmark_windows
    where cycle = getvariable('cycle') and rule = 'employer_every_year'
),
present as (
    select *, unnest([
        {topic: 'total', part: 'total'}, {topic: 'disadvantage', part: disadvantage}, {topic: 'sen', part: sen}
    ]) as belongs
    from core.on_roll
    where cycle = getvariable('cycle')
),
had as (
    select e.pupil_id, e.encounter_kind, count(*) as encounters
    from core.encounters as e
    join core.on_roll as h on h.cycle = e.cycle and h.pupil_id = e.pupil_id
    join windows as w on w.year_group = h.year_group and e.encounter_on between w.from_on and w.until_on
    where e.cycle = getvariable('cycle')
    group by all
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year
    cast(p.school_id as varchar) as school_id, -- The school
    cast(p.year_group as integer) as year_group, -- The year group, 7 to 13
    cast(p.belongs.topic as varchar) as breakdown_topic, -- total, disadvantage or sen
    cast(p.belongs.part as varchar) as breakdown, -- The part of the topic
    cast(k.code as varchar) as encounter_kind, -- With whom or what the encounters were
    cast(count(*) as integer) as on_roll, -- Pupils on roll through the year
    cast(count(e.pupil_id) as integer) as pupils, -- Of them, those with at least one in this academic year
    cast(coalesce(sum(e.encounters), 0) as integer) as encounters, -- Encounters of these pupils; what several met at once counts for each
    -- Where no list told of anybody at the school, nobody knows; that is not nought
    cast(case when sum(coalesce(sum(e.encounters), 0)) over (partition by p.school_id) > 0 then count(e.pupil_id) / count(*) end as double) as share -- pupils / on_roll; null where no list tells of anybody at the school
from present as p
join ref.codes as k on k.column_name = 'encounter_kind'
left join had as e on e.pupil_id = p.pupil_id and e.encounter_kind = k.code
group by p.school_id, p.year_group, p.belongs.topic, p.belongs.part, k.code
