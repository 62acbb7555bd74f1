-- By what the rolls know their pupils: every number and name on every roll that was not withdrawn
-- grain: delivery_id, year_group, pupil_key
-- rebuild: all
with named as (
    select
        r.delivery_id, d.school_id, d.delivery_number, r.in_cycle as cycle, r.in_year_group as year_group,
        nullif(upper(regexp_replace(r.upn, '\s', '', 'g')), '') as upn,
        nullif(upper(regexp_replace(r.former_upn, '\s', '', 'g')), '') as former_upn,
        nullif(regexp_replace(regexp_replace(r.uln, '\s', '', 'g'), '\.0$', ''), '') as uln,
        nullif(trim(r.mis_id), '') as mis_id,
        nullif(regexp_replace(lower(strip_accents(r.surname || r.forename)), '[^\p{L}\p{N}]', '', 'g'), '') as name
    from raw.rows as r
    join staged.deliveries as d on d.delivery_id = r.delivery_id
    where r.kind = 'roll' and d.school_id is not null and not d.is_withdrawn and r.in_cycle is not null and r.in_year_group is not null
),
keyed as (
    select
        *,
        unnest([
            'upn ' || upn, 'upn ' || former_upn, 'uln ' || uln, 'mis ' || school_id || ' ' || mis_id, 'name ' || name,
            'both ' || upn || ' ' || name, 'both ' || former_upn || ' ' || name
        ]) as pupil_key
    from named
)
select distinct
    cast(delivery_id as varchar) as delivery_id, -- The roll's delivery
    cast(delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(school_id as varchar) as school_id, -- The school
    cast(cycle as varchar) as cycle, -- The cycle
    cast(year_group as integer) as year_group, -- The year group
    cast(pupil_key as varchar) as pupil_key -- The kind of identifier and the identifier: a number, a name, or both together
from keyed
where pupil_key is not null
