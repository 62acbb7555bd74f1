-- Interviews, provider access and destinations held never count more pupils than there are, and every share is their ratio
-- blocks: yes
with told as (
    select cycle, 'guidance_interviews' as mart, school_id, year_group, breakdown_topic || ' ' || breakdown as item, pupils, cohort as denominator, share
    from mart.guidance_interviews
    union all
    select cycle, 'provider_access' as mart, school_id, year_group, breakdown_topic || ' ' || breakdown as item, pupils, on_roll as denominator, share
    from mart.provider_access
    union all
    select cycle, 'destinations_held' as mart, school_id, year_group, years_after::varchar as item, pupils, cohort as denominator, share
    from mart.destinations_held
)
select mart, school_id, year_group, item, pupils, denominator, share
from told
where cycle = getvariable('cycle') and (
    pupils not between 0 and denominator
    or (share is not null and (pupils is null or abs(share - pupils / denominator) > 1e-9))
)
