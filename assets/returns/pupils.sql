-- Every cohort pupil of a variant's year groups (of in-year leavers: every such leaver) with what is held of them
with told as (
    select pupil_id, stage, destination_type, participation, is_stale, lapses_on, delivery_id, sheet, line, part
    from core.destinations
    where cycle = $cycle and stage = $stage and not $leavers
    union all by name
    select
        pupil_id, 'final' as stage, coalesce(destination_type, 'UNKNOWN') as destination_type,
        coalesce(participation, 'unknown') as participation, false as is_stale, delivery_id, sheet, line, part
    from core.in_year_leavers
    where cycle = $cycle and $leavers
),
last_said as (
    select l.pupil_id, max(r.delivery_number) as delivery_number
    from core.pupil_links as l
    join staged.rows as r on r.delivery_id = l.delivery_id and r.sheet = l.sheet and r.line = l.line
    where r.share_opt_out is not null
    group by l.pupil_id
),
held as (
    -- A row that waits to be mended may say that the family has opted out: that is honoured at once
    select r.delivery_number, r.upn, lower(r.surname) as surname, lower(r.forename) as forename, r.date_of_birth
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'held'
    where r.kind in ('roll', 'destinations') and not r.is_withdrawn
    and (r.share_opt_out = 'yes' or list_contains(r.unreadable, 'share_opt_out'))
),
held_about as (
    select p.pupil_id, o.delivery_number from held as o join core.pupils as p on list_contains(p.upns, o.upn)
    union all
    select p.pupil_id, o.delivery_number
    from held as o
    join core.pupils as p
        on lower(p.surname) = o.surname and lower(p.forename) = o.forename and p.date_of_birth = o.date_of_birth
),
may_have_opted_out as (
    select h.pupil_id
    from held_about as h
    left join last_said as s on s.pupil_id = h.pupil_id
    where h.delivery_number > coalesce(s.delivery_number, 0)
)
select
    h.pupil_id, h.school_id, h.year_group, h.left_on, h.leaving_reason,
    s.name as school_name, s.laestab as school_laestab, left(s.laestab, 3) as school_la,
    coalesce(h.home_la, c.home_la) as home_la_sent, coalesce(a.la_code, c.la_code) as home_la,
    p.upn, p.uln, coalesce(c.legal_surname, p.surname) as legal_surname, coalesce(c.legal_forename, p.forename) as legal_forename,
    c.middle_names, c.preferred_forename, p.date_of_birth,
    m.sex, m.ethnicity, m.sen_provision as sen,
    c.address_line_1, c.address_line_2, c.address_line_3, c.address_line_4, c.town, c.postcode, c.pupil_phone, c.pupil_email,
    c.parent_name, c.parent_address, c.parent_phone, c.parent_email,
    coalesce(c.share_opt_out = 'yes', false) or h.pupil_id in (select pupil_id from may_have_opted_out) as is_opted_out,
    t.pupil_id is not null as is_told, t.destination_type, t.participation, coalesce(t.is_stale, false) as is_stale, t.lapses_on,
    d.nccis_code, by_provider.nccis_code as nccis_code_by_provider,
    r.activity_code as activity_code_sent, r.start_date as activity_start_on,
    l.recorded_on as date_ascertained, l.recorded_on_assumed, l.verified_on, l.verified_by, l.review_on, l.predicted_end_on,
    coalesce(l.course, r.course) as course, coalesce(l.course_level, r.course_level) as course_level,
    coalesce(v.name, l.destination_provider) as provider_name, v.laestab as provider_laestab, v.ukprn as provider_ukprn,
    v.la_code as provider_la, v.country as provider_country,
    o.offer_status, o.offer_on
from core.cohort as h
join core.pupils as p on p.pupil_id = h.pupil_id and not p.left_for_good
join ref.schools as s on s.school_id = h.school_id
join core.members as m on m.cycle = h.cycle and m.school_id = h.school_id and m.year_group = h.year_group and m.pupil_id = h.pupil_id
left join core.contacts as c on c.pupil_id = h.pupil_id
left join ref.local_authority_names as a
    on a.name_key = regexp_replace(regexp_replace(lower(strip_accents(h.home_la)), '\.0$', ''), '[^a-z0-9]', '', 'g')
left join told as t on t.pupil_id = h.pupil_id
left join core.claims as l
    on l.cycle = h.cycle and l.delivery_id = t.delivery_id and l.sheet = t.sheet and l.line = t.line and l.part = t.part
left join staged.rows as r on r.delivery_id = t.delivery_id and r.sheet = t.sheet and r.line = t.line and r.part = t.part
left join ref.providers as v on v.provider_id = l.provider_id
left join ref.provider_kinds as k on k.kind = v.kind
left join ref.destination_types as d on d.code = t.destination_type and d.year_group = h.year_group
left join ref.destination_types as by_provider on by_provider.code = k.destination_type and by_provider.year_group = h.year_group
left join core.offers as o on o.cycle = h.cycle and o.pupil_id = h.pupil_id
where h.cycle = $cycle and list_contains($year_groups, h.year_group) and (t.pupil_id is not null or not $leavers)
order by legal_surname, legal_forename, p.date_of_birth, c.postcode, h.pupil_id
