-- Every pupil whose destination was said or checked in the first year after leaving: the newest row that does
select
    h.school_id, h.year_group, h.pupil_id, ['held_year_1'] as measures, 'held' as says, null::date as heard_until,
    c.delivery_id, c.sheet, c.line, c.part, ['said_in_time'] as because
from core.cohort as h
join ref.benchmark_windows as w on w.cycle = h.cycle and w.year_group = h.year_group and w.rule = 'destinations_held' and w.years_after = 1
join core.claims as c
    on c.cycle = h.cycle and c.pupil_id = h.pupil_id and c.stage = 'final' and c.participation not in ('unknown', 'undecided')
    and (c.recorded_on between w.from_on and w.until_on or c.verified_on between w.from_on and w.until_on)
where h.cycle = getvariable('cycle')
qualify row_number() over (partition by h.pupil_id order by c.precedence desc) = 1
