-- Every share is pupils divided by cohort, and blank where there is no cohort
-- blocks: yes
select school_id, year_group, stage, breakdown_topic, breakdown, destination_category, pupils, cohort, share
from mart.destinations_by_school
where
    cycle = getvariable('cycle')
    and (
        (cohort = 0 and share is not null)
        or (cohort > 0 and (share is null or abs(share - pupils / cohort) > 1e-9))
        or pupils < 0
        or pupils > cohort
    )
