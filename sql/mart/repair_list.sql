-- Answers that could not be placed, for the school to put right: pupil by pupil, with what is wrong and what may be meant
-- grain: cycle, pupil_id, reason
-- rebuild: cycle
with pupils as (
    -- The stage that people work on now: final once it has begun
    select l.*, s.stage
    from core.listed_pupils as l
    join ref.worklists as s
        on s.cycle = l.cycle and s.year_group = l.year_group and s.worklist = 'repair_list' and s.opens_on <= getvariable('as_of')
    where l.cycle = getvariable('cycle')
    qualify s.opens_on = max(s.opens_on) over (partition by l.pupil_id)
),
current as (
    select p.*, d.destination_type, d.destination_category, d.destination_provider, d.provider_id
    from pupils as p
    join core.destinations as d on d.cycle = p.cycle and d.pupil_id = p.pupil_id and d.stage = p.stage
),
unknown_providers as (
    select c.*, s.suggestion_1_name
    from current as c
    join ref.provider_types as t on t.destination_type = c.destination_type and t.is_looked_up = 'yes'
    left join (
        select text, min(suggestion_1_name) as suggestion_1_name
        from mart.provider_review
        where cycle = getvariable('cycle')
        group by text
    ) as s on s.text = c.destination_provider
    where c.provider_id is null and c.destination_provider is not null and c.destination_category <> 'education_unspecified'
),
pairs as (
    select one_pupil_id as pupil_id, other_pupil_id, reason from mart.identity_review where decision is null
    union all
    select other_pupil_id, one_pupil_id, reason from mart.identity_review where decision is null
),
found as (
    select cycle, pupil_id, school_id, year_group, stage, 'college_not_said' as reason, destination_provider as said, null as suggestion
    from current
    where destination_category = 'education_unspecified'
    union all by name
    select cycle, pupil_id, school_id, year_group, stage, 'provider_unknown' as reason, destination_provider as said, suggestion_1_name as suggestion
    from unknown_providers
    union all by name
    select
        p.cycle, p.pupil_id, p.school_id, p.year_group, p.stage, 'feedback_differs' as reason,
        any_value(coalesce(f.said_provider, k.label)) as said, any_value(coalesce(f.destination_provider, t.label)) as suggestion
    from pupils as p
    join core.feedback_review as f on f.cycle = p.cycle and f.pupil_id = p.pupil_id and f.state = 'conflict' and p.stage = 'final'
    left join ref.destination_types as k on k.code = f.said_type and k.year_group = p.year_group
    left join ref.destination_types as t on t.code = f.destination_type and t.year_group = p.year_group
    group by all
    union all by name
    select
        p.cycle, p.pupil_id, p.school_id, p.year_group, p.stage, 'may_be_two' as reason,
        string_agg(distinct o.forename || ' ' || o.surname || coalesce(', ' || o.upn, ''), '; ') as said, null as suggestion
    from pupils as p
    join pairs as r on r.pupil_id = p.pupil_id and r.other_pupil_id <> p.pupil_id
    join core.pupils as o on o.pupil_id = r.other_pupil_id and not o.left_for_good
    group by all
)
select
    cast(f.cycle as varchar) as cycle, -- The cycle
    cast(f.pupil_id as varchar) as pupil_id, -- The pupil
    cast(f.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(f.year_group as integer) as year_group, -- The year group
    cast(f.stage as varchar) as stage, -- The stage that an answer is about
    cast(f.reason as varchar) as reason, -- What is to be repaired: see ref.worklist_reasons
    cast(w.position as integer) as urgency, -- Its place on the list
    cast(f.said as varchar) as said, -- What was said, as sent
    cast(f.suggestion as varchar) as suggestion -- What may be meant
from found as f
join ref.worklist_reasons as w on w.worklist = 'repair_list' and w.reason = f.reason
