-- mart.quality: counts of records, not of where pupils went; how many aren't known is hidden where mart.coverage's is
-- grain: cycle, school_id, year_group, stage
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.school_id as varchar) as school_id, -- The school
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.stage as varchar) as stage, -- intended or final
    cast(m.cohort as integer) as cohort, -- Pupils who count
    cast(case when s.status is null then m.unknown end as integer) as unknown, -- Pupils of whom nothing is known; null where not published
    cast(case when s.status is null then m.stale end as integer) as stale, -- Of the known, those whose verification had lapsed by the activity survey; null before that day and for intentions
    cast(m.attempts_on_unknown as integer) as attempts_on_unknown, -- Attempts to reach those of whom nothing is known: before results day for intentions, from then on for final destinations
    cast(m.late as integer) as late, -- Collections of the year group that are late now, the roll and the other stage among them
    cast(m.rows as integer) as rows, -- Rows sent for the stage
    cast(m.held_rows as integer) as held_rows, -- Of them, rows held back in files that nothing newer has answered
    cast(m.corrected as integer) as corrected, -- Rows that changed what the school had said before of the pupil and stage
    cast(coalesce(s.status, 'published') as varchar) as status -- published or suppressed
from mart.quality as m
left join mart.suppressions as s
    on s.audience = 'leaders' and s.cycle = m.cycle and s.table_name = 'mart.coverage' and s.school_id = m.school_id and s.year_group = m.year_group
    and s.stage = m.stage and s.item = 'unknown'
where m.cycle = getvariable('cycle')
