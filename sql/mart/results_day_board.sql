-- After the results: who has a place, by UCAS, an enrolment list or the school's own word, and whom to call first
-- grain: cycle, pupil_id
-- rebuild: cycle
with pupils as (
    select l.*, s.stage, d.results_on
    from core.listed_pupils as l
    join ref.worklists as s
        on s.cycle = l.cycle and s.year_group = l.year_group and s.worklist = 'results_day_board' and s.opens_on <= getvariable('as_of')
    join ref.collections as d on d.cycle = l.cycle and d.year_group = l.year_group and d.stage = s.stage
    where l.cycle = getvariable('cycle') and not l.is_leaver
),
plans as (
    select *
    from core.checkpoints
    where cycle = getvariable('cycle') and stage = 'intended'
    qualify row_number() over (partition by pupil_id order by closes_on desc) = 1
),
stood as (
    select
        p.*, a.outcome, a.firm_provider, a.insurance_provider, a.placed_provider, a.applications, a.open_applications,
        i.destination_type as planned_type, i.destination_provider as planned_provider, i.participation as planned,
        n.school_id as planned_at,
        d.destination_type, d.destination_provider, d.participation, d.recorded_on, d.network_school_id,
        coalesce(d.recorded_on >= p.results_on and d.participation not in ('unknown', 'undecided', 'neet'), false) as is_settled
    from pupils as p
    left join core.application_outcomes as a on a.cycle = p.cycle and a.pupil_id = p.pupil_id
    left join plans as i on i.pupil_id = p.pupil_id
    left join ref.providers as n on n.provider_id = i.provider_id
    left join core.destinations as d on d.cycle = p.cycle and d.pupil_id = p.pupil_id and d.stage = p.stage
),
judged as (
    select *, case
        when outcome in ('unplaced', 'unsuccessful') and not is_settled then 'unplaced'
        when is_settled and outcome in ('placed_insurance', 'placed_clearing') then 'other_place'
        when is_settled then 'settled'
        when planned_at = school_id and coalesce(applications, 0) = 0 then 'not_enrolled'
        when coalesce(planned, 'unknown') in ('unknown', 'undecided') and coalesce(applications, 0) = 0 then 'no_plan'
        when open_applications > 0 then 'still_waiting'
        else 'not_heard'
    end as reason
    from stood
)
select
    cast(j.cycle as varchar) as cycle, -- The cycle
    cast(j.pupil_id as varchar) as pupil_id, -- The pupil
    cast(j.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(j.year_group as integer) as year_group, -- The year group
    cast(j.stage as varchar) as stage, -- The stage that an answer is about
    cast(j.reason as varchar) as reason, -- How the pupil stands: see ref.worklist_reasons
    cast(w.position as integer) as urgency, -- 1 is called first
    cast(w.lists = 'yes' as boolean) as is_to_call, -- Whether somebody should call
    cast(j.outcome as varchar) as outcome, -- What came of the applications; null: none known
    cast(j.firm_provider as varchar) as firm_provider, -- The firm choice
    cast(j.insurance_provider as varchar) as insurance_provider, -- The insurance choice
    cast(coalesce(j.placed_provider, case when j.is_settled then j.destination_provider end) as varchar) as placed_provider, -- Where the pupil has a place
    cast(j.planned_type as varchar) as planned_type, -- The last plan before the results
    cast(j.planned_provider as varchar) as planned_provider, -- Where, as sent
    cast(case when j.is_settled then j.destination_type end as varchar) as destination_type, -- What is known since the results
    cast(case when j.is_settled then j.recorded_on end as date) as recorded_on, -- When that was said
    cast(case when j.is_settled then j.network_school_id end as varchar) as enrolled_at -- The school of the network where the pupil has a place
from judged as j
join ref.worklist_reasons as w on w.worklist = 'results_day_board' and w.reason = j.reason
