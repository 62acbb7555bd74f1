-- By what each row about a pupil knows whom it is about: a number, a name, or both together, as texts that can be compared
-- grain: delivery_id, sheet, line
-- rebuild: all
with named as (
    select distinct on (r.delivery_id, r.sheet, r.line)
        r.delivery_id, d.delivery_number, d.school_id, d.is_withdrawn, r.kind, r.in_cycle as cycle, r.in_year_group as year_group, r.sheet, r.line,
        nullif(upper(regexp_replace(r.upn, '\s', '', 'g')), '') as upn,
        nullif(upper(regexp_replace(r.former_upn, '\s', '', 'g')), '') as former_upn,
        nullif(regexp_replace(regexp_replace(r.uln, '\s', '', 'g'), '\.0$', ''), '') as uln,
        nullif(trim(r.mis_id), '') as mis_id,
        nullif(regexp_replace(lower(strip_accents(r.surname || r.forename)), '[^\p{L}\p{N}]', '', 'g'), '') as name
    from raw.rows as r
    join staged.deliveries as d on d.delivery_id = r.delivery_id
    where r.in_cycle is not null and case
        when r.kind in ('roll', 'destinations') then d.school_id is not null and r.in_year_group is not null
        else r.kind in ('applications', 'feedback', 'encounters') and (d.school_id is not null or d.is_network_wide)
    end
    order by r.delivery_id, r.sheet, r.line, r.part
)
select
    cast(delivery_id as varchar) as delivery_id, -- The delivery
    cast(delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(school_id as varchar) as school_id, -- The school; null in a file about many schools
    cast(is_withdrawn as boolean) as is_withdrawn, -- Whether a person took the file out of the current picture
    cast(kind as varchar) as kind, -- roll, destinations, applications, feedback or encounters
    cast(cycle as varchar) as cycle, -- The cycle that the row says
    cast(year_group as integer) as year_group, -- The year group that the row says; null: none, but in rolls and destinations
    cast(sheet as varchar) as sheet, -- The sheet
    cast(line as integer) as line, -- The row number that Excel shows
    cast(coalesce(upn, uln, mis_id) is not null as boolean) as has_number, -- Whether it gives a number
    cast(name is not null as boolean) as has_name, -- Whether it gives surname and forename
    cast(mis_id as varchar) as mis_id, -- The school's own number, as sent
    cast(list_filter([
        'upn ' || upn, 'uln ' || uln, 'mis ' || school_id || ' ' || mis_id, 'name ' || name, 'both ' || upn || ' ' || name
    ], known_by -> known_by is not null) as varchar[]) as pupil_keys, -- The kind of identifier and the identifier, each
    cast(list_filter(['upn ' || former_upn, 'both ' || former_upn || ' ' || name], known_by -> known_by is not null) as varchar[]) as former_keys -- Likewise, by an earlier UPN
from named
