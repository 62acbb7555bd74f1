-- How complete each school's destinations are, for each year group and stage
-- grain: cycle, school_id, year_group, stage
-- rebuild: cycle
with received as (
    select school_id, year_group, stage, max(received_at) as last_received_at
    from staged.rows
    where cycle = getvariable('cycle') and kind = 'destinations' and not is_withdrawn
    group by all
),
denominators as (
    select distinct school_id, year_group, denominator
    from core.members
    where cycle = getvariable('cycle')
),
counted as (
    select
        school_id, year_group, stage,
        count(*) as cohort,
        count(*) filter (where destination_category not in ('unknown', 'undecided')) as known,
        count(*) filter (where is_confirmed and destination_category not in ('unknown', 'undecided')) as confirmed,
        case when bool_or(is_stale is not null) then count(*) filter (where is_stale and destination_category not in ('unknown', 'undecided')) end as stale,
        count(*) filter (where destination_category = 'undecided') as undecided,
        count(*) filter (where destination_category = 'unknown') as unknown
    from core.destinations
    where cycle = getvariable('cycle')
    group by all
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(c.school_id as varchar) as school_id, -- The school
    cast(c.year_group as integer) as year_group, -- The year group
    cast(c.stage as varchar) as stage, -- intended or final
    cast(c.cohort as integer) as cohort, -- Pupils who count
    cast(c.known as integer) as known, -- Of them, those whose destination is known
    cast(c.confirmed as integer) as confirmed, -- Of the known, those confirmed by evidence from the new term
    cast(c.stale as integer) as stale, -- Of the known, those whose verification had lapsed by the activity survey; null before that day and for intentions
    cast(c.undecided as integer) as undecided, -- Pupils who have not decided
    cast(c.unknown as integer) as unknown, -- Pupils of whom nothing is known
    cast(c.known / c.cohort as double) as share_known, -- known / cohort
    cast(c.confirmed / c.cohort as double) as share_confirmed, -- confirmed / cohort
    cast(n.denominator as varchar) as denominator, -- roll, or extracts where the school sent no roll
    cast(r.last_received_at as timestamp) as last_received_at -- When the newest destinations file came, UTC
from counted as c
left join denominators as n on n.school_id = c.school_id and n.year_group = c.year_group
left join received as r on r.school_id = c.school_id and r.year_group = c.year_group and r.stage = c.stage
