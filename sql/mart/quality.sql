-- How good each school's records are, for each year group and stage: unknown, stale, tried, late, held and corrected
-- grain: cycle, school_id, year_group, stage
-- rebuild: cycle
with unknown as (
    select d.pupil_id, d.school_id, d.year_group, d.stage, coalesce(c.results_on, c.opens_on) as from_on
    from core.destinations as d
    join ref.collections as c on c.cycle = d.cycle and c.year_group = d.year_group and c.stage = 'final'
    where d.cycle = getvariable('cycle') and d.participation = 'unknown'
),
attempts as (
    -- A call before results day was about the plan, one from then on about where the pupil went
    select u.school_id, u.year_group, u.stage, count(*) as attempts
    from unknown as u
    join core.contact_attempts as a
        on a.cycle = getvariable('cycle') and a.pupil_id = u.pupil_id and (a.contacted_on >= u.from_on) = (u.stage = 'final')
    group by all
),
corrections as (
    select school_id, year_group, stage_sent as stage, count(*) as corrected
    from core.claims
    where cycle = getvariable('cycle') and change = 'changed'
    group by all
),
late as (
    select school_id, year_group, count(*) filter (where is_late) as late
    from mart.submissions
    where cycle = getvariable('cycle') and collection <> 'autumn_roll'
    group by all
)
select
    cast(c.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(c.school_id as varchar) as school_id, -- The school
    cast(c.year_group as integer) as year_group, -- The year group
    cast(c.stage as varchar) as stage, -- intended or final
    cast(c.cohort as integer) as cohort, -- Pupils who count
    cast(c.unknown as integer) as unknown, -- Pupils of whom nothing is known
    cast(c.stale as integer) as stale, -- Of the known, those whose verification had lapsed by the activity survey; null before that day and for intentions
    cast(coalesce(a.attempts, 0) as integer) as attempts_on_unknown, -- Attempts to reach those of whom nothing is known: before results day for intentions, from then on for final destinations
    cast(coalesce(l.late, 0) as integer) as late, -- Collections of the year group that are late now, the roll and the other stage among them
    cast(coalesce(s.rows, 0) as integer) as rows, -- Rows sent for the stage
    cast(coalesce(s.held_rows, 0) as integer) as held_rows, -- Of them, rows held back in files that nothing newer has answered
    cast(coalesce(k.corrected, 0) as integer) as corrected -- Rows that changed what the school had said before of the pupil and stage
from mart.coverage as c
left join attempts as a on a.school_id = c.school_id and a.year_group = c.year_group and a.stage = c.stage
left join corrections as k on k.school_id = c.school_id and k.year_group = c.year_group and k.stage = c.stage
left join late as l on l.school_id = c.school_id and l.year_group = c.year_group
left join mart.submissions as s
    on s.cycle = c.cycle and s.school_id = c.school_id and s.year_group = c.year_group and s.collection = c.stage
where c.cycle = getvariable('cycle')
