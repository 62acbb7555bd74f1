-- Every sixth-form pupil who left during the year: the destination that is recorded, and what the day of leaving means
select
    l.cycle, l.school_id, l.year_group, l.pupil_id,
    list_concat(
        ['leavers', l.state],
        case when l.state = 'recorded' and l.participation in ('neet', 're_engagement') then ['not_participating'] end
    ) as measures,
    says.says, null::date as heard_until,
    case when says.says = 'final' then l.delivery_id else h.delivery_id end as delivery_id,
    case when says.says = 'final' then l.sheet else h.sheet end as sheet,
    case when says.says = 'final' then l.line else h.line end as line,
    case when says.says = 'final' then l.part else 1 end as part,
    case when says.says = 'final' then []::varchar[] else list_concat(
        ['leaver_' || l.state], case when l.left_on_assumed then ['leaving_assumed'] end
    ) end as because
from core.in_year_leavers as l
join core.cohort as h on h.cycle = l.cycle and h.pupil_id = l.pupil_id
cross join (values ('leaving'), ('final')) as says (says)
where l.cycle = getvariable('cycle') and (says.says = 'leaving' or l.delivery_id is not null)
