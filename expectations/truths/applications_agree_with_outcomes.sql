-- The parts of every topic add up to the cohort and to what became of its pupils' applications
-- blocks: yes
with told as (
    select
        school_id, year_group, breakdown_topic, sum(cohort) as cohort, sum(applied) as applied, sum(placed) as placed,
        sum(placed_firm) as placed_firm, sum(placed_insurance) as placed_insurance, sum(placed_clearing) as placed_clearing, sum(unplaced) as unplaced
    from mart.applications
    where cycle = getvariable('cycle')
    group by all
),
outcomes as (
    select
        h.school_id, h.year_group, count(*) as cohort, count(o.pupil_id) as applied,
        count(*) filter (where starts_with(o.outcome, 'placed')) as placed,
        count(*) filter (where o.outcome = 'placed_firm') as placed_firm,
        count(*) filter (where o.outcome = 'placed_insurance') as placed_insurance,
        count(*) filter (where o.outcome = 'placed_clearing') as placed_clearing,
        count(*) filter (where o.outcome = 'unplaced') as unplaced
    from core.cohort as h
    left join core.application_outcomes as o on o.cycle = h.cycle and o.pupil_id = h.pupil_id
    where h.cycle = getvariable('cycle')
    group by all
)
select t.school_id, t.year_group, t.breakdown_topic, t.cohort, t.applied, t.placed, t.unplaced
from told as t
left join outcomes as o using (school_id, year_group)
where
    (t.cohort, t.applied, t.placed, t.placed_firm, t.placed_insurance, t.placed_clearing, t.unplaced)
    is distinct from (o.cohort, o.applied, o.placed, o.placed_firm, o.placed_insurance, o.placed_clearing, o.unplaced)
