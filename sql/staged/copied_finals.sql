-- For each file of final destinations: of the pupils whose intention is known, how many ended where they intended
-- grain: delivery_id, year_group
-- rebuild: cycle
with said as (
    select
        delivery_id, delivery_number, school_id, year_group, stage, recorded_on, results_on,
        coalesce(
            'upn ' || upn, 'uln ' || uln, 'mis ' || mis_id,
            'name ' || regexp_replace(lower(strip_accents(surname || forename)), '[^\p{L}\p{N}]', '', 'g') || date_of_birth
        ) as pupil_key,
        destination_type || ' ' || coalesce(regexp_replace(lower(destination_provider), '[^\p{L}\p{N}]', '', 'g'), '') as destination
    from staged.rows
    where cycle = getvariable('cycle') and kind = 'destinations' and stage is not null and destination_type is not null and not is_withdrawn
),
compared as (
    select
        f.delivery_id, f.year_group, f.pupil_key,
        any_value(f.recorded_on) as recorded_on,
        any_value(f.results_on) as results_on,
        any_value(f.destination) as final_destination,
        arg_max(i.destination, i.delivery_number) as intended_destination
    from said as f
    join said as i
        on i.school_id = f.school_id and i.year_group = f.year_group and i.pupil_key = f.pupil_key
        and i.stage = 'intended' and i.delivery_number <= f.delivery_number
    -- Year 6 has no results day: what was offered in March is rightly where the pupil goes
    where f.stage = 'final' and f.results_on is not null
    group by f.delivery_id, f.year_group, f.pupil_key
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The cycle
    cast(delivery_id as varchar) as delivery_id, -- The delivery
    cast(year_group as integer) as year_group, -- The year group
    cast(count(*) as integer) as pupils, -- Pupils with a final destination here and an intended one, from the same school, here or before
    cast(count(*) filter (where final_destination = intended_destination) as integer) as pupils_as_intended, -- Of them, pupils whose type and provider are the same
    cast(bool_and(recorded_on < results_on) as boolean) as is_before_results -- Whether all of them were recorded before results day
from compared
group by delivery_id, year_group
