-- No measure counts more pupils than its denominator, every share is their ratio, and what a group is divided into adds up to it
-- blocks: yes
with wholes as (
    select * from (values
        ('changed', ['moved_up', 'moved_sideways', 'moved_down']), ('compared', ['as_planned', 'changed']),
        ('guidance_needed', ['guidance_held', 'guidance_outstanding'])
    ) as t(measure, parts)
    union all
    select 'changed', list(measure) from ref.measures where theme = 'change_reasons'
),
told as (
    select * from mart.measures_by_school where cycle = getvariable('cycle')
),
parted as (
    select p.school_id, p.year_group, p.breakdown_topic, p.breakdown, d.measure, sum(p.pupils) as pupils
    from told as p
    join wholes as d on list_contains(d.parts, p.measure)
    group by p.school_id, p.year_group, p.breakdown_topic, p.breakdown, d.measure, d.parts
),
denominators as (
    select t.school_id, t.year_group, t.breakdown_topic, t.breakdown, m.cohort_item as measure, t.cohort as pupils
    from told as t
    join ref.measures as m on m.measure = t.measure and m.cohort_item in (select measure from ref.measures)
)
select school_id, year_group, measure, breakdown, pupils, cohort as beside
from told
where
    pupils < 0 or pupils > cohort
    or share is distinct from case when pupils is not null and cohort > 0 then pupils / cohort end
union all
select w.school_id, w.year_group, w.measure, w.breakdown, w.pupils, p.pupils
from told as w
join (select * from parted union all select * from denominators) as p using (school_id, year_group, breakdown_topic, breakdown, measure)
where w.pupils is distinct from p.pupils
