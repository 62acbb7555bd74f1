-- What is published about destinations in England, the local authorities and each school, as published then and since: sustained destinations, never the network's own measure
-- grain: area_kind, area, year_group, measure, breakdown, leavers, publication
-- rebuild: all
with figures as (
    select
        f.*,
        row_number() over (
            partition by f.area_kind, f.area, f.year_group, f.measure, f.breakdown, f.leavers
            order by f.newest_leavers desc, f.publication desc
        ) as age
    from ref.published_benchmarks as f
),
authorities as (
    select la_code, name
    from ref.local_authorities
    qualify row_number() over (partition by la_code order by valid_to nulls first) = 1
)
select
    cast(f.area_kind as varchar) as area_kind, -- england, local_authority or school
    cast(f.area as varchar) as area, -- England's code, the authority's three digits, or the school_id
    cast(coalesce(s.name, a.name, case f.area_kind when 'england' then 'England' else f.area end) as varchar) as area_name, -- Its name for people
    cast(f.year_group as integer) as year_group, -- The year group that left
    cast(f.measure as varchar) as measure, -- What is measured
    cast(m.label as varchar) as label, -- The measure's name for people
    cast(m.compares_with as varchar) as compares_with, -- The network's own measure that is nearest; null: none
    cast(f.breakdown as varchar) as breakdown, -- total, disadvantaged or not_disadvantaged
    cast(f.leavers as varchar) as leavers, -- The academic year in which they left
    cast(f.publication as varchar) as publication, -- Who published it when
    cast(f.pupils as integer) as pupils, -- How many; null: not published
    cast(f.cohort as integer) as cohort, -- Of how many; null: not published
    cast(f.share as double) as share, -- pupils / cohort, or the percentage as published; null: no number was published
    cast(f.value_status as varchar) as value_status, -- number, or what the symbol means
    cast(f.symbol as varchar) as symbol, -- What was published where a number would be; empty: only numbers
    cast(f.age = 1 as boolean) as is_latest, -- Whether no later publication says something about the same leavers
    cast(f.source as varchar) as source, -- In words, with the web address
    cast(m.is_sustained = 'yes' as boolean) as is_sustained -- Whether the word sustained must stand beside it
from figures as f
join ref.published_measures as m on m.measure = f.measure
left join ref.schools as s on f.area_kind = 'school' and s.school_id = f.area
left join authorities as a on f.area_kind = 'local_authority' and a.la_code = f.area
