-- Every pupil of the cohort by where they finally went; for who left Year 11 early, what the day of leaving means
select
    d.school_id, d.year_group, d.pupil_id,
    list_concat(
        case
            when d.participation in ('unknown', 'undecided') then ['unknown']
            else list_concat(
                ['known'], case when d.is_confirmed then ['confirmed'] end, case when d.is_stale then ['stale'] end,
                case when h.left_on < c.leaving_on then ['left_in_year_11_known'] end
            )
        end,
        case when d.participation = 'education' then ['education'] end,
        case when d.participation in ('education', 'employment', 'training') then ['eet'] end,
        case when d.destination_category in ('apprenticeship', 'higher_education') then [d.destination_category] end,
        case when d.is_in_network then ['in_network'] end,
        case when d.is_own_school then ['own_school'] end
    ) as measures,
    'final' as says, null::date as heard_until, d.delivery_id, d.sheet, d.line, d.part,
    list_concat([]::varchar[], case when d.is_confirmed then ['confirmed'] end, case when d.is_stale then ['lapsed'] end) as because
from core.destinations as d
join core.cohort as h on h.cycle = d.cycle and h.pupil_id = d.pupil_id
join ref.collections as c on c.cycle = d.cycle and c.year_group = d.year_group and c.stage = d.stage
where d.cycle = getvariable('cycle') and d.stage = 'final'
union all by name
select
    h.school_id, h.year_group, h.pupil_id,
    list_concat(
        ['left_in_year_11'], case when d.participation not in ('unknown', 'undecided') then ['left_in_year_11_known'] end
    ) as measures,
    'leaving' as says, null::date as heard_until, h.delivery_id, h.sheet, h.line, 1 as part,
    list_concat(['left_early'], case when h.left_on_assumed then ['leaving_assumed'] end) as because
from core.cohort as h
join ref.collections as c on c.cycle = h.cycle and c.year_group = h.year_group and c.stage = 'final'
join core.destinations as d on d.cycle = h.cycle and d.pupil_id = h.pupil_id and d.stage = c.stage
where h.cycle = getvariable('cycle') and h.left_on < c.leaving_on
