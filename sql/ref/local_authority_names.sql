-- What a file may call a local authority: its codes and names, with and without words such as "City Council", as letters and digits; only what belongs to one authority of today
-- grain: name_key
-- rebuild: all
with named as (
    -- A former authority that became part of one other leads there; one that was divided leads nowhere
    select
        coalesce(successors, la_code) as la_code, type, la_code as code, ons_code,
        unnest(list_concat([name], coalesce(string_split(aliases, '|'), []))) as name
    from ref.local_authorities
    where valid_to is null or length(successors) = 3
),
spelled as (
    select la_code, type, code, unnest([name, replace(name, ' and ', ' ')]) as spelling
    from named
),
dressed as (
    select la_code, code, spelling from spelled
    union all
    select s.la_code, s.code, case when w.place = 'before' then w.words || s.spelling else s.spelling || w.words end
    from spelled as s
    join ref.local_authority_words as w on w.type = s.type
),
spellings as (
    select la_code, unnest([spelling, code || spelling, spelling || code]) as spelling from dressed
    union all
    select la_code, unnest([code, ons_code]) from named
),
keys as (
    select distinct la_code, regexp_replace(lower(strip_accents(spelling)), '[^a-z0-9]', '', 'g') as spelled
    from spellings
    where spelling is not null
)
select
    cast(spelled as varchar) as name_key, -- Letters and digits of the spelling, lower case
    cast(min(la_code) as varchar) as la_code -- The authority's three digits
from keys
group by spelled
having count(*) = 1
