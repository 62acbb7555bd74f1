-- Every pupil whom a school's files name, at every stage that it types: the newest line of a list, else the line that names the pupil
with named as (
    select
        school_id, year_group, stage_sent as stage, pupil_id,
        arg_max({delivery_id: delivery_id, sheet: sheet, line: line, part: part}, (delivery_number, sheet, line, part)) as place
    from core.claims
    where cycle = getvariable('cycle') and not is_from_roll
    group by all
),
collected as (
    select s.school_id, e.year_group::integer as year_group, unnest(string_split(e.stages, '|')) as stage
    from ref.schools as s
    join ref.expected_year_groups as e on e.phase = s.phase and (e.needs_sixth_form = 'no' or s.has_sixth_form)
),
judged as (
    select
        m.cycle, m.school_id, m.year_group, c.stage, m.pupil_id,
        coalesce(n.place, {delivery_id: m.delivery_id, sheet: m.sheet, line: m.line, part: 1}) as place,
        h.pupil_id is not null as is_counted, n.place is not null as is_named,
        n.place is not null and not m.is_on_a_roll as is_off_roll
    from core.members as m
    join collected as c on c.school_id = m.school_id and c.year_group = m.year_group
    left join core.cohort as h on h.cycle = m.cycle and h.pupil_id = m.pupil_id and h.school_id = m.school_id and h.year_group = m.year_group
    left join named as n on n.school_id = m.school_id and n.year_group = m.year_group and n.stage = c.stage and n.pupil_id = m.pupil_id
    where m.cycle = getvariable('cycle')
)
select
    cycle, school_id, year_group, stage, pupil_id,
    list_concat(
        case when is_counted then ['cohort', case when is_named then 'cohort_named' else 'cohort_not_named' end] end,
        case when is_off_roll then ['named_not_on_roll'] end
    ) as measures,
    'list' as says, null::date as heard_until, place.delivery_id, place.sheet, place.line, place.part,
    [case when is_off_roll then 'not_on_roll' when is_named then 'named' else 'not_named' end] as because
from judged
where is_counted or is_off_roll
