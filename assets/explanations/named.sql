-- The pupils of a figure by name: one line for each row of a file that says why they are in it, with the rules that decided. Who has
-- left every list for good is in none of them. `found` is what one of the queries beside this one has found for the figure.
with claims as (
    select
        f.pupil_id, f.says, c.*, sent.destination_type_sent,
        exists (
            from core.claims as later
            where later.cycle = c.cycle and later.pupil_id = c.pupil_id and later.stage = c.stage
            and later.recorded_on <= coalesce(f.heard_until, later.recorded_on)
            and (later.recorded_on, later.delivery_number, later.sheet, later.line, later.part)
            > (c.recorded_on, c.delivery_number, c.sheet, c.line, c.part)
        ) as has_later
    from found as f
    join core.claims as c on c.delivery_id = f.delivery_id and c.sheet = f.sheet and c.line = f.line and c.part = f.part
    left join staged.claims as sent
        on sent.delivery_id = c.delivery_id and sent.sheet = c.sheet and sent.line = c.line and sent.part = c.part
),
ruled as (
    select
        f.*, c.destination_type, c.destination_category, c.provider_id, c.recorded_on, c.verified_by, c.is_from_roll,
        list_concat(
            case when not w.is_claim then []::varchar[] else [case
                when f.delivery_id is null then 'nobody_said'
                when c.is_from_roll then c.verified_by
                when c.has_later then 'evidence_first'
                else 'newest_word'
            end] end,
            case when w.is_claim and c.stage_sent <> c.stage then ['early_final'] end,
            case when w.is_claim and c.destination_type_sent <> c.destination_type then ['provider_kind'] end,
            f.because
        ) as rules
    from found as f
    join says as w on w.says = f.says
    left join claims as c on c.pupil_id = f.pupil_id and c.says = f.says and c.delivery_id = f.delivery_id
)
select
    f.pupil_id, f.school_id, p.forename, p.surname, m.form, p.upn,
    coalesce(h.reason, 'not in the cohort: ' || x.reason, 'on roll through the year') as counted_because,
    m.delivery_id as cohort_delivery_id, m.sheet as cohort_sheet, m.line as cohort_line,
    f.says, f.delivery_id, f.sheet, f.line, f.rules,
    case
        when f.says = 'preference' then r.preference_met
        when f.says = 'change' then r.change_reason
        when f.says = 'application' then concat_ws(', ', r.destination_provider, r.course, coalesce(r.placed, r.application_status))
        when f.says = 'attempt' then concat_ws(', ', r.contacted_on, r.contact_outcome)
        when f.says = 'encounter' then concat_ws(', ', coalesce(r.encounter_on, r.guidance_on), r.encounter_kind)
        when f.says = 'leaving' and r.leaving_date is not null then 'Left ' || r.leaving_date
        when r.kind = 'roll' then 'On the roll of ' || n.name || ', Year ' || r.in_year_group
        when f.says = 'offer' then r.offer_status
        else concat_ws(', ', r.destination_type, r.destination_provider)
    end as sent,
    case when f.says = 'offer' then coalesce(o.label, 'Not recorded') else concat_ws(
        ', ', coalesce(t.label, case when w.is_claim then 'Not known' end), v.name, 'counted as: ' || g.label
    ) end as counted_as,
    coalesce(f.recorded_on, s.recorded_on) as recorded_on, y.label as verified_by
from ruled as f
join says as w on w.says = f.says
join core.pupils as p on p.pupil_id = f.pupil_id and not p.left_for_good
left join core.members as m on m.cycle = f.cycle and m.school_id = f.school_id and m.year_group = f.year_group and m.pupil_id = f.pupil_id
left join core.cohort as h on h.cycle = f.cycle and h.school_id = f.school_id and h.year_group = f.year_group and h.pupil_id = f.pupil_id
left join core.cohort_exclusions as x
    on x.cycle = f.cycle and x.school_id = f.school_id and x.year_group = f.year_group and x.pupil_id = f.pupil_id
left join raw.rows as r on r.delivery_id = f.delivery_id and r.sheet = f.sheet and r.line = f.line and r.part = f.part
left join staged.rows as s on s.delivery_id = f.delivery_id and s.sheet = f.sheet and s.line = f.line and s.part = f.part
left join staged.deliveries as d on d.delivery_id = f.delivery_id
left join ref.schools as n on n.school_id = d.school_id
left join ref.destination_types as t on t.code = f.destination_type and t.year_group = f.year_group
left join ref.destination_categories as g on g.destination_category = f.destination_category
left join ref.providers as v on v.provider_id = f.provider_id
left join ref.codes as o on o.column_name = 'offer_status' and o.code = s.offer_status
left join ref.codes as y on y.column_name = 'verified_by' and y.code = coalesce(f.verified_by, s.verified_by)
order by p.surname, p.forename, f.pupil_id, w.position
