-- Leavers whose destination is unknown, contradicted, stale or unconfirmed, with whom to call and the attempts so far
-- grain: cycle, pupil_id
-- rebuild: cycle
with pupils as (
    select l.*, s.stage, s.closes_on, s.due_on
    from core.listed_pupils as l
    join ref.worklists as s
        on s.cycle = l.cycle and s.year_group = l.year_group and s.worklist = 'chase_list' and s.opens_on <= getvariable('as_of')
    left join core.in_year_leavers as y on y.cycle = l.cycle and y.pupil_id = l.pupil_id
    -- Where no school types who stays on, its own roll of the year above must be in before anybody is missed
    left join (
        select distinct year_group::integer as year_group from ref.expected_year_groups where contains(stages, 'final')
    ) as typed on typed.year_group = l.year_group
    left join (
        select distinct school_id, year_group from staged.autumn_rolls where cycle = getvariable('cycle') and is_newest
    ) as above on above.school_id = l.school_id and above.year_group = l.year_group + 1
    -- Who left during the year and of whom nothing is recorded has a list of their own
    where l.cycle = getvariable('cycle') and coalesce(y.state, 'recorded') = 'recorded'
    and (typed.year_group is not null or above.school_id is not null or l.is_leaver)
),
plans as (
    select *
    from core.checkpoints
    where cycle = getvariable('cycle') and stage = 'intended'
    qualify row_number() over (partition by pupil_id order by closes_on desc) = 1
),
attempts as (
    select
        pupil_id, count(distinct contacted_on) as attempts, max(contacted_on) as last_contacted_on,
        arg_max(contact_outcome, (contacted_on, delivery_number)) as last_outcome,
        arg_max(contacted_by, (contacted_on, delivery_number)) as last_caller
    from core.contact_attempts
    where cycle = getvariable('cycle')
    group by pupil_id
),
judged as (
    select
        p.*, d.destination_type, d.destination_provider, d.provider_id, d.recorded_on, d.verified_by, d.verified_on,
        i.destination_provider as planned_provider, i.provider_id as planned_provider_id, i.destination_type as planned_type,
        r.expected_at,
        case
            when r.state = 'no_show' and not coalesce(d.is_confirmed, false) then 'not_there'
            when coalesce(d.participation, 'unknown') in ('unknown', 'undecided') then 'unknown'
            -- Where a roll or a college has confirmed one of them, there is nothing left to ask
            when (r.state = 'contradiction' or f.pupil_id is not null) and not d.is_confirmed then 'contradiction'
            when d.is_stale then 'stale'
            -- Before the term there is nothing that could confirm anything
            when not d.is_confirmed and getvariable('as_of') >= c.confirms_from then 'unconfirmed'
        end as reason
    from pupils as p
    join ref.collections as c on c.cycle = p.cycle and c.year_group = p.year_group and c.stage = p.stage
    left join core.destinations as d on d.cycle = p.cycle and d.pupil_id = p.pupil_id and d.stage = p.stage
    left join plans as i on i.pupil_id = p.pupil_id
    left join core.reconciliation as r on r.cycle = p.cycle and r.pupil_id = p.pupil_id
    left join (
        select distinct pupil_id from core.feedback_review where cycle = getvariable('cycle') and state = 'conflict'
    ) as f on f.pupil_id = p.pupil_id
)
select
    cast(j.cycle as varchar) as cycle, -- The cycle
    cast(j.pupil_id as varchar) as pupil_id, -- The pupil
    cast(j.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(j.year_group as integer) as year_group, -- The year group
    cast(j.stage as varchar) as stage, -- The stage that an answer is about
    cast(j.reason as varchar) as reason, -- Why the pupil is chased: see ref.worklist_reasons
    cast(w.position as integer) as urgency, -- 1 is the most urgent
    -- One call to a college settles many; who planned nothing is asked at home
    cast(case
        when coalesce(known.school_id, planned.school_id) = j.school_id then null
        when known.name is not null or j.destination_provider is not null then coalesce(known.name, j.destination_provider)
        else coalesce(planned.name, j.planned_provider)
    end as varchar) as whom_to_call, -- The provider that can tell; null: the family, also where it is the school itself
    cast(known.name is null and j.destination_provider is null as boolean) as is_only_planned, -- Whether that provider was only planned
    cast(j.destination_type as varchar) as destination_type, -- What was last said
    cast(j.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(j.recorded_on as date) as recorded_on, -- When that was said
    cast(j.planned_type as varchar) as planned_type, -- The last plan
    cast(case when j.due_on >= getvariable('as_of') then j.due_on else j.closes_on end as date) as due_on, -- Until when it should be settled: the end of the contact window, and after it the leaders' pack
    cast(coalesce(a.attempts, 0) as integer) as attempts, -- Days on which somebody tried
    cast(a.last_contacted_on as date) as last_contacted_on, -- The last of them
    cast(a.last_outcome as varchar) as last_outcome, -- What came of it
    cast(a.last_caller as varchar) as last_caller -- Who called then
from judged as j
join ref.worklist_reasons as w on w.worklist = 'chase_list' and w.reason = j.reason
left join ref.providers as known on known.provider_id = j.provider_id
left join ref.providers as planned on planned.provider_id = j.planned_provider_id
left join attempts as a on a.pupil_id = j.pupil_id
where j.reason is not null
