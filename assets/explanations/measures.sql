-- Every pupil of every measure, in each part of each topic that the measure is broken down by, two topics crossed among them
with members as (
    from {measures/outcomes} union all by name from {measures/attempts} union all by name from {measures/preferences}
    union all by name from {measures/plans} union all by name from {measures/higher_education} union all by name from {measures/colleges}
    union all by name from {measures/retention} union all by name from {measures/leavers} union all by name from {measures/guarantee}
    union all by name from {measures/stock_take} union all by name from {measures/careers} union all by name from {measures/held}
),
parts as (
    select pupil_id, breakdown_topic, breakdown, false as is_on_roll
    from core.cohort_breakdowns
    where cycle = getvariable('cycle')
    union all
    select p.pupil_id, p.belongs.topic, p.belongs.part, p.is_on_roll
    from (
        select pupil_id, false as is_on_roll, unnest([
            {topic: 'looked_after', part: looked_after}, {topic: 'first_generation', part: first_generation},
            {topic: 'disadvantage_by_sex', part: disadvantage || '+' || sex},
            {topic: 'disadvantage_by_ethnicity', part: disadvantage || '+' || ethnicity_major}
        ]) as belongs
        from core.cohort
        where cycle = getvariable('cycle')
        union all
        select pupil_id, true as is_on_roll, unnest([
            {topic: 'total', part: 'total'}, {topic: 'disadvantage', part: disadvantage}, {topic: 'sen', part: sen}
        ]) as belongs
        from core.on_roll
        where cycle = getvariable('cycle')
    ) as p
)
select
    getvariable('cycle') as cycle, m.school_id, m.year_group, p.breakdown_topic, p.breakdown, r.measure, m.pupil_id, ['pupils'] as measures,
    m.says, m.heard_until, m.delivery_id, m.sheet, m.line, m.part, m.because
from (select * exclude (measures), unnest(measures) as measure from members) as m
join ref.measures as r on r.measure = m.measure
join parts as p on p.pupil_id = m.pupil_id and p.is_on_roll = (r.cohort_item = 'on_roll')
