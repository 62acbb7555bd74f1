-- The history of what was said about each pupil's destination: by schools, by the network's autumn rolls, by colleges and local authorities, by placed applications; nothing is ever taken away, the newest leads
-- grain: delivery_id, sheet, line, part
-- rebuild: cycle
with said as (
    select
        c.*, l.pupil_id, m.left_on,
        case
            when c.stage_sent = 'final' and c.results_on > c.recorded_on and not coalesce(least(m.left_on, c.leaving_date) <= c.recorded_on, false)
                then 'intended'
            else c.stage_sent
        end as stage,
        lag(c.destination_type_sent) over said_before as previous_type,
        lag(c.destination_provider) over said_before as previous_provider,
        row_number() over said_before as times_said,
        false as is_from_roll, 'destinations' as source_kind
    from staged.claims as c
    join core.pupil_links as l on l.delivery_id = c.delivery_id and l.sheet = c.sheet and l.line = c.line
    left join core.members as m
        on m.cycle = c.cycle and m.school_id = c.school_id and m.year_group = c.year_group and m.pupil_id = l.pupil_id
    where c.cycle = getvariable('cycle')
    window said_before as (partition by l.pupil_id, c.stage_sent order by c.delivery_number, c.sheet, c.line, c.part)
),
on_rolls as (
    -- Where a school of the network has the pupil on its autumn roll, the roll itself is the claim
    select
        h.cycle, a.delivery_id, a.delivery_number, a.sheet, a.line, a.part, h.school_id, h.year_group, 'final' as stage_sent, 'final' as stage,
        t.destination_type, s.name as destination_provider, p.provider_id,
        a.received_at, a.received_on as recorded_on, false as recorded_on_assumed, a.received_on as verified_on,
        case when a.school_id = h.school_id then 'own_roll' else 'network_roll' end as verified_by,
        true as is_evidence, d.confirms_from as term_starts_on, a.pupil_id, true as is_from_roll, 'roll' as source_kind
    from core.autumn_rolls as a
    join core.cohort as h on h.cycle = a.cycle and h.pupil_id = a.pupil_id
    join ref.schools as s on s.school_id = a.school_id
    join ref.autumn_roll_types as t
        on t.year_group = h.year_group and t.roll_year_group = a.year_group and t.phase = s.phase
    join ref.collections as d on d.cycle = h.cycle and d.year_group = h.year_group and d.stage = 'final'
    left join ref.providers as p on p.school_id = a.school_id
    where a.cycle = getvariable('cycle')
),
told as (
    -- What others say of a pupil of the cohort: a provider or an authority that has them, an application that ended in a place
    select
        f.cycle, f.delivery_id, f.delivery_number, f.sheet, f.line, f.part, f.destination_type, f.destination_provider, f.provider_id,
        f.course, null as course_code, f.received_at, f.recorded_on, f.recorded_on_assumed, f.verified_on, f.verified_by, f.pupil_id,
        'feedback' as source_kind
    from core.feedback as f
    where f.cycle = getvariable('cycle')
    union all by name
    select
        a.cycle, a.delivery_id, a.delivery_number, a.sheet, a.line, a.part,
        coalesce(t.destination_type, k.enrolled_means, unsaid.destination_type) as destination_type, a.provider as destination_provider,
        a.provider_id, a.course, a.course_code, a.received_at, a.recorded_on, false as recorded_on_assumed,
        case when t.verified_by is not null then a.recorded_on end as verified_on, t.verified_by, a.pupil_id, 'applications' as source_kind
    from core.applications as a
    join ref.application_types as t on t.year_group = a.year_group and (t.is_deferred = 'yes') = a.is_deferred
    left join ref.providers as p on p.provider_id = a.provider_id
    left join ref.provider_kinds as k on k.kind = p.kind
    cross join (select destination_type from ref.provider_types where unless_said_in = 'feedback') as unsaid
    where a.cycle = getvariable('cycle') and a.is_placed and a.is_current
),
from_others as (
    -- That somebody doesn't know where a pupil is says nothing against who does
    select
        o.*, h.school_id, h.year_group, h.left_on, 'final' as stage_sent, o.verified_by is not null as is_evidence, false as is_from_roll,
        d.confirms_from as term_starts_on,
        case when d.results_on > o.recorded_on and not coalesce(h.left_on <= o.recorded_on, false) then 'intended' else 'final' end as stage
    from told as o
    join core.cohort as h on h.cycle = o.cycle and h.pupil_id = o.pupil_id
    join ref.collections as d on d.cycle = h.cycle and d.year_group = h.year_group and d.stage = 'final'
    join ref.destination_types as k on k.code = o.destination_type and k.year_group = h.year_group
    where k.participation not in ('unknown', 'undecided')
),
ranked as (
    select
        *, max(recorded_on) over (partition by pupil_id, stage) as newest_on,
        row_number() over (partition by pupil_id order by is_evidence, recorded_on, delivery_number, sheet, line, part) as precedence,
        coalesce(
            stage = 'final' and coalesce(verified_on, case when verified_by is not null then recorded_on end)
            >= case when left_on <= recorded_on then least(left_on, term_starts_on) else term_starts_on end,
            false
        ) as is_confirmed
    from (from said union all by name from on_rolls union all by name from from_others)
),
placed as (
    select *, row_number() over (
        partition by pupil_id, stage
        order by recorded_on + 14 > newest_on desc, precedence desc
    ) as place
    from ranked
)
select
    cast(c.cycle as varchar) as cycle, -- The cycle
    cast(c.delivery_id as varchar) as delivery_id, -- The delivery that says it
    cast(c.delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(c.sheet as varchar) as sheet, -- The sheet
    cast(c.line as integer) as line, -- The row number that Excel shows
    cast(c.part as integer) as part, -- Which claim of the row
    cast(c.pupil_id as varchar) as pupil_id, -- The pupil
    cast(c.school_id as varchar) as school_id, -- The school that says it; where somebody else does, the school that counts the pupil
    cast(c.year_group as integer) as year_group, -- The year group
    cast(c.is_from_roll as boolean) as is_from_roll, -- Whether an autumn roll says it, not a list of destinations
    cast(c.source_kind as varchar) as source_kind, -- The kind of extract that says it: destinations, roll, feedback or applications
    cast(c.stage_sent as varchar) as stage_sent, -- The stage as sent
    cast(c.stage as varchar) as stage, -- The stage it counts for: a final one recorded before results day is an intention, unless the pupil had left
    cast(c.destination_type as varchar) as destination_type, -- The destination type's code
    cast(case when p.school_id = coalesce(h.school_id, c.school_id) and k.own_school_category is not null then k.own_school_category else k.destination_category end as varchar) as destination_category, -- Its category for the year group that the pupil counts in
    cast(k.participation as varchar) as participation, -- Its participation
    cast(c.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(c.provider_id as varchar) as provider_id, -- The provider; null where it isn't known for sure
    cast(p.school_id as varchar) as network_school_id, -- The school of the network that the provider is
    cast(coalesce(p.school_id = coalesce(h.school_id, c.school_id), false) as boolean) as is_own_school, -- Whether that is the school that counts the pupil
    cast(p.kind as varchar) as provider_kind, -- What kind of provider it is
    cast(p.country as varchar) as provider_country, -- The provider's country
    cast(g.he_group as varchar) as he_group, -- oxbridge or russell_group, as the group stood in the year of entry
    cast(u.subject_group as varchar) as subject_group, -- medicine, dentistry or veterinary, by the course code
    cast(coalesce(c.apprenticeship_level >= 6, false) as boolean) as is_degree_apprenticeship, -- Whether it is an apprenticeship of level 6 or 7
    cast(c.course as varchar) as course, -- Course, as sent
    cast(c.course_level as varchar) as course_level, -- Level of the course
    cast(c.recorded_on as date) as recorded_on, -- When it was said
    cast(c.recorded_on_assumed as boolean) as recorded_on_assumed, -- Whether that day is assumed
    cast(c.received_at as timestamp) as received_at, -- When the file came, UTC
    cast(c.verified_on as date) as verified_on, -- When it was verified
    cast(c.verified_by as varchar) as verified_by, -- Who verified it
    cast(c.review_on as date) as review_on, -- When to look again
    cast(c.predicted_end_on as date) as predicted_end_on, -- When it should end
    cast(c.fit as varchar) as fit, -- How well it fits the pupil's plan, as sent
    cast(c.change_reason as varchar) as change_reason, -- Why the plan changed, as sent
    cast(c.is_evidence as boolean) as is_evidence, -- Whether it rests on more than somebody's word
    cast(c.is_confirmed as boolean) as is_confirmed, -- Whether evidence from the new term confirms it; for a leaver, evidence from the day they left
    cast(case
        when c.source_kind <> 'destinations' then null
        when c.times_said = 1 then 'new'
        when c.previous_type is distinct from c.destination_type_sent or c.previous_provider is distinct from c.destination_provider then 'changed'
        else 'unchanged'
    end as varchar) as change, -- new, changed or unchanged against what the school sent before for the pupil and stage; null where somebody else says it
    cast(c.previous_type as varchar) as previous_type, -- The destination type that was sent before for the pupil and stage
    cast(c.previous_provider as varchar) as previous_provider, -- The provider that was sent before
    cast(c.precedence as integer) as precedence, -- Among the pupil's claims of one fortnight the highest leads: evidence before word, then the day said, then the file
    cast(c.place = 1 as boolean) as is_current -- Whether it leads: the newest, evidence before word within a fortnight
from placed as c
left join core.cohort as h on h.cycle = c.cycle and h.pupil_id = c.pupil_id
left join ref.destination_types as k on k.code = c.destination_type and k.year_group = coalesce(h.year_group, c.year_group)
left join ref.providers as p on p.provider_id = c.provider_id
left join ref.he_entries as g on g.cycle = c.cycle and g.provider_id = c.provider_id
left join ref.subject_groups as u on starts_with(upper(c.course_code), u.prefix)
