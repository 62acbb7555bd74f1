-- September Guarantee: the four statuses add up to the cohort of each home authority, and the authorities to the cohort
-- blocks: yes
with told as (
    select school_id, year_group, sum(cohort) as cohort, sum(offer_made + no_offer + offer_not_appropriate + not_recorded) as pupils, bool_or(continuing > not_recorded) as too_many
    from mart.september_guarantee
    where cycle = getvariable('cycle')
    group by all
),
cohorts as (
    select school_id, year_group, count(*) as cohort
    from core.cohort
    where cycle = getvariable('cycle')
    group by all
)
select school_id, year_group, t.cohort, t.pupils, c.cohort as pupils_of_cohort
from told as t
left join cohorts as c using (school_id, year_group)
where t.cohort <> t.pupils or t.cohort is distinct from c.cohort or t.too_many
