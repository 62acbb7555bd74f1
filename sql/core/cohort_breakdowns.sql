-- The cohort, one line for each topic by which it is broken down
-- grain: cycle, pupil_id, breakdown_topic
-- rebuild: cycle
with topics as (
    select h.*, t.breakdown_topic, case t.breakdown_topic
        when 'total' then 'total'
        when 'disadvantage' then h.disadvantage
        when 'sex' then h.sex
        when 'sen' then h.sen
        when 'ethnicity_major' then h.ethnicity_major
        when 'first_language' then h.first_language
        when 'prior_attainment' then h.prior_attainment
    end as belongs_to
    from core.cohort as h
    cross join ref.breakdown_topics as t
    where h.cycle = getvariable('cycle')
)
select
    cast(h.cycle as varchar) as cycle, -- The cycle
    cast(h.pupil_id as varchar) as pupil_id, -- The pupil
    cast(h.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(h.year_group as integer) as year_group, -- The year group
    cast(h.breakdown_topic as varchar) as breakdown_topic, -- The topic
    cast(coalesce(b.breakdown, 'not_known') as varchar) as breakdown -- Where the pupil belongs within the topic
from topics as h
left join ref.breakdowns as b on b.breakdown_topic = h.breakdown_topic and b.breakdown = h.belongs_to
