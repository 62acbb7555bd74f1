-- Every pupil of the cohort whose last plan and destination are both known: a line for each of the two, and one for why they differ
with said as (
    select
        pupil_id, ' ' || regexp_replace(lower(strip_accents(arg_max(change_reason, precedence))), '[^a-z0-9]+', ' ', 'g') as words,
        arg_max({delivery_id: delivery_id, sheet: sheet, line: line, part: part}, precedence) as place
    from core.claims
    where cycle = getvariable('cycle') and stage = 'final' and change_reason is not null
    group by pupil_id
),
reasons as (
    select s.pupil_id, s.place, 'reason_' || coalesce(arg_min(w.change_reason, w.position), 'other') as reason
    from said as s
    left join ref.change_reasons as w on contains(s.words, ' ' || w.words)
    group by s.pupil_id, s.place
),
compared as (
    select
        d.cycle, d.school_id, d.year_group, d.pupil_id, d.direction, r.place, coalesce(r.reason, 'reason_not_said') as reason,
        list_concat(['compared'], case d.direction
            when 'same' then ['as_planned']
            when 'up' then ['changed', 'moved_up']
            when 'down' then ['changed', 'moved_down']
            else ['changed', 'moved_sideways']
        end, case when d.direction <> 'same' then [coalesce(r.reason, 'reason_not_said')] end) as measures
    from core.destinations as d
    left join reasons as r on r.pupil_id = d.pupil_id
    where d.cycle = getvariable('cycle') and d.stage = 'final' and d.direction is not null
)
select
    c.school_id, c.year_group, c.pupil_id, c.measures, d.stage as says, null::date as heard_until, d.delivery_id, d.sheet, d.line, d.part,
    case when d.stage = 'final' then list_concat(
        ['step_' || c.direction], case when c.direction <> 'same' and c.place is null then [c.reason] end
    ) else []::varchar[] end as because
from compared as c
join core.destinations as d on d.cycle = c.cycle and d.pupil_id = c.pupil_id and d.stage in ('intended', 'final')
union all by name
select
    school_id, year_group, pupil_id, measures, 'change' as says, null::date as heard_until, place.delivery_id, place.sheet, place.line,
    place.part, ['change_read', reason] as because
from compared
where direction <> 'same' and place is not null
