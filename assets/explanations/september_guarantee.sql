-- Every pupil who needs an offer, with what was recorded by the end of September; who means to stay has a line for the intention too
with told as (
    select
        h.cycle, h.school_id, h.year_group, coalesce(h.home_la, 'not_known') as home_la, h.pupil_id, o.delivery_id, o.sheet, o.line, o.part,
        coalesce(o.offer_status, n.code) as offer_status, o.pupil_id is not null as is_told,
        coalesce(o.offer_status, n.code) = n.code
        and coalesce(i.destination_category in (select own_school_category from ref.destination_types), false) as is_continuing
    from core.cohort as h
    join ref.collections as y on y.cycle = h.cycle and y.year_group = h.year_group and y.stage = 'intended' and y.has_september_guarantee
    join ref.codes as n on n.column_name = 'offer_status' and n.code = 'not_recorded'
    left join core.offers as o on o.cycle = h.cycle and o.pupil_id = h.pupil_id
    left join core.destinations as i on i.cycle = h.cycle and i.pupil_id = h.pupil_id and i.stage = 'intended'
    where h.cycle = getvariable('cycle')
)
select
    cycle, school_id, year_group, home_la, pupil_id,
    list_concat(['cohort', offer_status], case when is_continuing then ['continuing'] end) as measures,
    'offer' as says, null::date as heard_until, delivery_id, sheet, line, part,
    [case when is_told then 'offer_newest' else 'no_offer_status' end] as because
from told
union all by name
select
    t.cycle, t.school_id, t.year_group, t.home_la, t.pupil_id, ['continuing'] as measures,
    'intended' as says, null::date as heard_until, i.delivery_id, i.sheet, i.line, i.part, []::varchar[] as because
from told as t
join core.destinations as i on i.cycle = t.cycle and i.pupil_id = t.pupil_id and i.stage = 'intended'
where t.is_continuing
