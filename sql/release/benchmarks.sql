-- mart.benchmarks: every figure is public already
-- grain: area_kind, area, year_group, measure, breakdown, leavers, publication
-- rebuild: all
select
    cast(b.area_kind as varchar) as area_kind, -- england, local_authority or school
    cast(b.area as varchar) as area, -- England's code, the authority's three digits, or the school_id
    cast(b.area_name as varchar) as area_name, -- Its name for people
    cast(b.year_group as integer) as year_group, -- The year group that left
    cast(b.measure as varchar) as measure, -- What is measured
    cast(b.label as varchar) as label, -- The measure's name for people
    cast(b.compares_with as varchar) as compares_with, -- The network's own measure that is nearest; null: none
    cast(b.breakdown as varchar) as breakdown, -- total, disadvantaged or not_disadvantaged
    cast(b.leavers as varchar) as leavers, -- The academic year in which they left
    cast(b.publication as varchar) as publication, -- Who published it when
    cast(b.pupils as integer) as pupils, -- How many; null: not published
    cast(b.cohort as integer) as cohort, -- Of how many; null: not published
    cast(b.share as double) as share, -- pupils / cohort, or the percentage as published; null: no number was published
    cast(b.value_status as varchar) as value_status, -- number, or what the symbol means
    cast(b.symbol as varchar) as symbol, -- What was published where a number would be; empty: only numbers
    cast(b.is_latest as boolean) as is_latest, -- Whether no later publication says something about the same leavers
    cast(b.source as varchar) as source, -- In words, with the web address
    cast(b.is_sustained as boolean) as is_sustained, -- Whether the word sustained must stand beside it
    cast(t.status as varchar) as status -- published where there is a number, suppressed where the publisher hid it, else not_available
from mart.benchmarks as b
join ref.published_statuses as t on t.value_status = b.value_status
