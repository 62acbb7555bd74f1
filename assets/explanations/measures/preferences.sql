-- Every pupil of the cohort at one of the first three preferences for a secondary school: the newest row that says which was met
select
    h.school_id, h.year_group, h.pupil_id,
    list_concat(['top_three_preferences'], case when h.preference_met = '1' then ['first_preference'] end) as measures,
    'preference' as says, null::date as heard_until, r.delivery_id, r.sheet, r.line, r.part, ['preference_met'] as because
from core.cohort as h
join core.pupil_links as l on l.pupil_id = h.pupil_id
join staged.rows as r
    on r.cycle = h.cycle and r.delivery_id = l.delivery_id and r.sheet = l.sheet and r.line = l.line and r.school_id = h.school_id
    and r.year_group = h.year_group and r.kind in ('roll', 'destinations') and r.preference_met = h.preference_met
join staged.row_verdicts as v
    on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
where h.cycle = getvariable('cycle') and h.preference_met in ('1', '2', '3')
qualify row_number() over (
    partition by h.pupil_id order by r.delivery_number desc, r.sheet_number desc, r.line desc, r.part desc
) = 1
