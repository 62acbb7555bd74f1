-- mart.coverage after disclosure control: how many are known is shown, unless that gives a small count away
-- grain: cycle, school_id, year_group, stage
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.school_id as varchar) as school_id, -- The school
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.stage as varchar) as stage, -- intended or final
    cast(m.cohort as integer) as cohort, -- Pupils who count
    cast(case when s.status is null then m.known end as integer) as known, -- Of them, those whose destination is known; null where not published
    cast(case when s.status is null then m.confirmed end as integer) as confirmed, -- Of the known, those confirmed; null where not published
    cast(case when s.status is null then m.undecided end as integer) as undecided, -- Pupils who have not decided; null where not published
    cast(case when s.status is null then m.unknown end as integer) as unknown, -- Pupils of whom nothing is known; null where not published
    cast(case when s.status is null then m.share_known end as double) as share_known, -- known / cohort; null where not published
    cast(case when s.status is null then m.share_confirmed end as double) as share_confirmed, -- confirmed / cohort; null where not published
    cast(m.denominator as varchar) as denominator, -- roll, or extracts where the school sent no roll
    cast(m.last_received_at as timestamp) as last_received_at, -- When the newest destinations file came, UTC
    cast(coalesce(s.status, 'published') as varchar) as status -- published or suppressed
from mart.coverage as m
left join mart.suppressions as s
    on s.audience = 'leaders' and s.cycle = m.cycle and s.table_name = 'mart.coverage' and s.school_id = m.school_id and s.year_group = m.year_group
    and s.stage = m.stage and s.item = 'unknown'
where m.cycle = getvariable('cycle')
