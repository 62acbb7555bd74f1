-- For every kind of encounter the parts of each topic add up to the roll, and nobody counts who isn't on it
-- blocks: yes
with told as (
    select
        school_id, year_group, breakdown_topic, encounter_kind, sum(on_roll) as on_roll,
        bool_or(
            pupils > on_roll or pupils > encounters or (pupils = 0 and encounters > 0)
            or coalesce(share <> pupils / nullif(on_roll, 0), pupils > 0)
        ) as is_impossible
    from mart.encounters
    where cycle = getvariable('cycle')
    group by all
),
rolls as (
    select school_id, year_group, count(*) as on_roll
    from core.on_roll
    where cycle = getvariable('cycle')
    group by all
)
select school_id, year_group, t.breakdown_topic, t.encounter_kind, t.on_roll, r.on_roll as pupils_on_roll
from told as t
full join rolls as r using (school_id, year_group)
where t.on_roll is distinct from r.on_roll or t.is_impossible
