-- Every pupil on the way to higher education: the newest row of each application that counts, and the final destination
with counted_groups as (
    select
        g.he_group, case g.he_group when 'any' then 'he' else g.he_group end as prefix, g.subjects = 'yes' as is_of_subjects,
        g.provider_groups is not null as is_of_providers,
        list(distinct e.provider_id) filter (where e.provider_id is not null) as provider_ids
    from ref.he_groups as g
    left join ref.he_group_entries as e on e.cycle = getvariable('cycle') and e.he_group = g.he_group
    group by all
)
select
    a.school_id, a.year_group, a.pupil_id,
    list_concat(
        [g.prefix || '_applied'], case when a.has_offer or a.is_placed then [g.prefix || '_offered'] end,
        case when a.is_placed then [g.prefix || '_placed'] end
    ) as measures,
    'application' as says, null::date as heard_until, a.delivery_id, a.sheet, a.line, a.part, ['application_newest'] as because
from core.applications as a
join ref.providers as p on p.provider_id = a.provider_id
join ref.provider_kinds as k on k.kind = p.kind and k.enrolled_means = 'HIGHER_EDUCATION'
left join ref.subject_groups as s on starts_with(upper(a.course_code), s.prefix)
join counted_groups as g on case
    when g.is_of_subjects then s.subject_group is not null
    when g.is_of_providers then coalesce(list_contains(g.provider_ids, a.provider_id), false)
    else true
end
where a.cycle = getvariable('cycle') and a.is_current
union all by name
select
    d.school_id, d.year_group, d.pupil_id,
    list_concat(case when d.destination_category <> 'repeating' then ['left_school'] end, list(g.prefix || '_entered') filter (
        where d.destination_category = 'higher_education' and case
            when g.is_of_subjects then d.subject_group is not null
            when g.is_of_providers then coalesce(list_contains(g.provider_ids, d.provider_id), false)
            else true
        end
    )) as measures,
    'final' as says, null::date as heard_until, d.delivery_id, d.sheet, d.line, d.part, []::varchar[] as because
from core.destinations as d
cross join counted_groups as g
where d.cycle = getvariable('cycle') and d.stage = 'final'
group by d.school_id, d.year_group, d.pupil_id, d.destination_category, d.delivery_id, d.sheet, d.line, d.part
