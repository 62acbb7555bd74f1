-- What a file may call a school: its id, name, URN or LAESTAB, as letters and digits; only what belongs to one school
-- grain: name_key
-- rebuild: all
with spellings as (
    select school_id, unnest([school_id, name, urn, laestab]) as spelling
    from ref.schools
),
keys as (
    select distinct school_id, regexp_replace(lower(strip_accents(spelling)), '[^a-z0-9]', '', 'g') as spelled
    from spellings
    where spelling is not null
)
select
    cast(spelled as varchar) as name_key, -- Letters and digits of the spelling, lower case
    cast(min(school_id) as varchar) as school_id -- The school
from keys
group by spelled
having count(*) = 1
