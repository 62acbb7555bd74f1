-- Every pupil of the cohort in the autumn after: the autumn roll that has the pupil, else the final destination
select
    r.cycle, r.school_id, r.year_group, r.pupil_id,
    ['cohort', case
        when r.found_at = r.school_id then 'on_own_roll'
        when r.found_at is not null then 'on_other_roll'
        when d.participation not in ('unknown', 'undecided') then 'elsewhere'
        else 'unknown'
    end] as measures,
    case when r.found_at is null then 'final' else 'roll' end as says, null::date as heard_until,
    coalesce(r.roll_delivery_id, d.delivery_id) as delivery_id, coalesce(r.roll_sheet, d.sheet) as sheet,
    coalesce(r.roll_line, d.line) as line, case when r.roll_delivery_id is null then d.part else 1 end as part,
    [case when r.found_at = r.school_id then 'own_roll' when r.found_at is not null then 'network_roll' else 'on_no_roll' end] as because
from core.reconciliation as r
left join core.destinations as d on d.cycle = r.cycle and d.pupil_id = r.pupil_id and d.stage = 'final'
where r.cycle = getvariable('cycle')
