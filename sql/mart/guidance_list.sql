-- Pupils who need another conversation about their plan: why, and whether it has been held since the stock-take opened
-- grain: cycle, pupil_id
-- rebuild: cycle
with pupils as (
    select l.*, s.opens_on, s.stage
    from core.listed_pupils as l
    join ref.worklists as s
        on s.cycle = l.cycle and s.year_group = l.year_group and s.worklist = 'guidance_list' and s.opens_on <= getvariable('as_of')
    where l.cycle = getvariable('cycle') and not l.is_leaver
),
told as (
    select l.pupil_id, r.*
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    where r.cycle = getvariable('cycle') and r.kind in ('roll', 'destinations')
),
known as (
    select
        pupil_id,
        arg_max(attendance, delivery_number) as attendance,
        arg_max(sen_provision, delivery_number) as sen_provision,
        coalesce('yes' in (arg_max(looked_after, delivery_number), arg_max(care_leaver, delivery_number)), false) as is_looked_after,
        arg_max(young_carer, delivery_number) = 'yes' as is_young_carer,
        coalesce(arg_max(guidance_needed, (recorded_on, delivery_number)) filter (where kind = 'destinations') = 'yes', false) as is_asked_for
    from told
    group by pupil_id
),
held as (
    select pupil_id, max(encounter_on) as held_on
    from core.encounters
    where cycle = getvariable('cycle') and encounter_kind = 'personal_guidance'
    group by pupil_id
),
applied_somewhere as (
    select distinct h.school_id, h.year_group
    from core.applications as a
    join core.cohort as h on h.cycle = a.cycle and h.pupil_id = a.pupil_id
    where a.cycle = getvariable('cycle')
),
offers as (
    -- The newest word on the offer: the row that tells the plan may be older
    select pupil_id, arg_max(offer_status, (recorded_on, delivery_number)) as offer_status
    from told
    where kind = 'destinations' and offer_status is not null
    group by pupil_id
),
reasoned as (
    select
        p.*, h.held_on, d.destination_type, d.destination_provider, d.recorded_on, o.offer_status, a.applications, a.offers,
        list_filter([
            case when coalesce(d.participation, 'unknown') = 'unknown' then 'no_plan' end,
            case when d.participation = 'undecided' then 'undecided' end,
            case when k.is_asked_for then 'asked_for' end,
            -- Where a school sent its applications, who has none and plans to go to a college or university has not applied
            case when s.school_id is not null and a.pupil_id is null and t.destination_type is not null and not d.is_own_school then 'no_application' end,
            case when o.offer_status = 'no_offer' and coalesce(a.offers, 0) = 0 or a.applications > 0 and a.offers = 0 and a.open_applications = 0 then 'no_offer' end,
            case when d.destination_category = 'education_unspecified' then 'college_not_said' end,
            case when k.is_looked_after then 'looked_after' end,
            case when k.sen_provision = 'ehc_plan' then 'ehc_plan' end,
            case when k.attendance < 90 then 'low_attendance' end,
            case when k.is_young_carer then 'young_carer' end,
            case when k.sen_provision = 'sen_support' then 'sen_support' end
        ], reason -> reason is not null) as reasons
    from pupils as p
    left join core.destinations as d on d.cycle = p.cycle and d.pupil_id = p.pupil_id and d.stage = p.stage
    left join known as k on k.pupil_id = p.pupil_id
    left join held as h on h.pupil_id = p.pupil_id
    left join offers as o on o.pupil_id = p.pupil_id
    left join core.application_outcomes as a on a.cycle = p.cycle and a.pupil_id = p.pupil_id
    left join applied_somewhere as s on s.school_id = p.school_id and s.year_group = p.year_group
    left join ref.provider_types as t on t.destination_type = d.destination_type and t.is_looked_up = 'yes'
)
select
    cast(r.cycle as varchar) as cycle, -- The cycle
    cast(r.pupil_id as varchar) as pupil_id, -- The pupil
    cast(r.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(r.year_group as integer) as year_group, -- The year group
    cast(r.stage as varchar) as stage, -- The stage that an answer is about
    cast(r.reasons as varchar[]) as reasons, -- Why the pupil is listed, the most urgent first: see ref.worklist_reasons
    cast(case when r.held_on >= r.opens_on then 'held' else 'outstanding' end as varchar) as guidance, -- held since the stock-take opened, or outstanding
    cast(r.held_on as date) as held_on, -- When a conversation was last held in this cycle
    cast(r.destination_type as varchar) as destination_type, -- The plan as last told
    cast(r.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(r.recorded_on as date) as recorded_on, -- When that was said
    cast(r.offer_status as varchar) as offer_status, -- The newest word on the offer; null: none
    cast(r.applications as integer) as applications, -- Applications that we know of; null: none
    cast(r.offers as integer) as offers -- Offers among them
from reasoned as r
where exists (
    select 1 from ref.worklist_reasons as w where w.worklist = 'guidance_list' and w.lists = 'yes' and list_contains(r.reasons, w.reason)
)
