-- What measures count of destinations is what the tables of destinations and participation count
-- blocks: yes
with counted as (
    select 'eet' as measure, school_id, year_group, breakdown_topic, breakdown, sum(pupils) as pupils, any_value(cohort) as cohort
    from mart.participation_by_school
    where cycle = getvariable('cycle') and stage = 'final' and participation in ('education', 'employment', 'training')
    group by all
    union all
    select 'known', school_id, year_group, breakdown_topic, breakdown, sum(pupils), any_value(cohort)
    from mart.participation_by_school
    where cycle = getvariable('cycle') and stage = 'final' and participation not in ('unknown', 'undecided')
    group by all
    union all
    select
        unnest(case destination_category when 'higher_education' then ['higher_education', 'he_entered'] else [destination_category] end),
        school_id, year_group, breakdown_topic, breakdown, pupils, cohort
    from mart.destinations_by_school
    where cycle = getvariable('cycle') and stage = 'final' and destination_category in ('apprenticeship', 'higher_education', 'unknown')
)
select m.school_id, m.year_group, m.measure, m.breakdown_topic, m.breakdown, m.pupils, c.pupils as pupils_of_table, m.cohort, c.cohort as cohort_of_table
from mart.measures_by_school as m
join counted as c using (measure, school_id, year_group, breakdown_topic, breakdown)
where m.cycle = getvariable('cycle') and (m.pupils is distinct from c.pupils or m.cohort is distinct from c.cohort)
