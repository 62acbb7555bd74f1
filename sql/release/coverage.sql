-- mart.coverage after disclosure control: cohort, known and unknown are shown, small counts beside them are not
-- grain: cycle, school_id, year_group, stage
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.school_id as varchar) as school_id, -- The school
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.stage as varchar) as stage, -- intended or final
    cast(m.cohort as integer) as cohort, -- Pupils who count
    cast(m.known as integer) as known, -- Of them, those whose destination is known
    cast(case when s.status is null then m.confirmed end as integer) as confirmed, -- Of the known, those confirmed; null where not published
    cast(case when u.status is null then m.undecided end as integer) as undecided, -- Pupils who have not decided; null where not published
    cast(case when u.status is null then m.unknown end as integer) as unknown, -- Pupils of whom nothing is known; null where undecided is hidden
    cast(m.share_known as double) as share_known, -- known / cohort
    cast(case when s.status is null then m.share_confirmed end as double) as share_confirmed, -- confirmed / cohort; null where not published
    cast(m.denominator as varchar) as denominator, -- roll, or extracts where the school sent no roll
    cast(m.last_received_at as timestamp) as last_received_at, -- When the newest destinations file came, UTC
    cast(coalesce(s.status, u.status, 'published') as varchar) as status -- published, or suppressed where any cell of the line is hidden
from mart.coverage as m
left join mart.suppressions as s
    on s.cycle = m.cycle and s.table_name = 'mart.coverage' and s.school_id = m.school_id and s.year_group = m.year_group
    and s.stage = m.stage and s.item = 'confirmed'
left join mart.suppressions as u
    on u.cycle = m.cycle and u.table_name = 'mart.coverage' and u.school_id = m.school_id and u.year_group = m.year_group
    and u.stage = m.stage and u.item = 'undecided'
where m.cycle = getvariable('cycle')
