-- What colleges, local authorities and sixth forms say of who is with them: every usable row of feedback, with its pupil where that is certain
-- grain: delivery_id, sheet, line
-- rebuild: cycle
with usable as (
    select r.*
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    where r.cycle = getvariable('cycle') and r.kind = 'feedback'
),
senders as (
    -- A list that names one provider is that provider's; one that names many comes from who follows them all up
    select
        delivery_id,
        count(distinct coalesce(provider_id, destination_provider, destination_provider_id)) = 1 as names_one_provider
    from usable
    group by delivery_id
),
said as (
    select
        r.* exclude (destination_type), coalesce(r.destination_type, a.code) as destination_type,
        l.pupil_id, h.school_id as cohort_school_id, h.year_group as cohort_year_group, n.names_one_provider,
        coalesce(r.provider_id, case when r.is_own_enrolment then own.provider_id end) as at_provider_id
    from usable as r
    join senders as n on n.delivery_id = r.delivery_id
    left join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    left join core.cohort as h on h.cycle = r.cycle and h.pupil_id = l.pupil_id
    left join ref.providers as own on own.school_id = r.school_id
    -- An authority says by its own codes, or its words for them, what a young person does
    left join ref.destination_aliases as a on a.alias_key = regexp_replace(lower(strip_accents(r.activity_code)), '[^a-z0-9]', '', 'g')
),
said_before as (
    -- Where the list says no more than the name of a place that nobody knows, what the school called it there still holds
    select
        l.pupil_id, regexp_replace(lower(strip_accents(c.destination_provider)), '[^a-z0-9]', '', 'g') as name_key,
        arg_max(c.destination_type, c.delivery_number) as destination_type
    from staged.claims as c
    join core.pupil_links as l on l.delivery_id = c.delivery_id and l.sheet = c.sheet and l.line = c.line
    where c.cycle = getvariable('cycle') and c.destination_provider is not null
    group by all
),
sources as (
    select a.alias_key, a.code
    from ref.code_aliases as a
    join ref.codes as c on c.column_name = a.column_name and c.code = a.code and c.code_group = 'evidence'
    where a.column_name = 'verified_by'
    union all
    select name_key, 'local_authority'
    from ref.local_authority_names
    where name_key not in (select alias_key from ref.code_aliases where column_name = 'verified_by')
)
select
    cast(r.cycle as varchar) as cycle, -- The cycle
    cast(r.delivery_id as varchar) as delivery_id, -- The delivery
    cast(r.delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(r.sheet as varchar) as sheet, -- The sheet
    cast(r.line as integer) as line, -- The row number that Excel shows
    cast(r.part as integer) as part, -- Always 1 in feedback
    cast(r.school_id as varchar) as school_id, -- The school whose folder it lay in; null: a file about many schools
    cast(r.pupil_id as varchar) as pupil_id, -- The pupil; null where it isn't certain who is meant
    cast(r.cohort_school_id as varchar) as cohort_school_id, -- The school that counts the pupil; null: none does in this cycle
    cast(r.cohort_year_group as integer) as cohort_year_group, -- The pupil's year group there
    cast(coalesce(
        case when list_contains(string_split(o.overruled_in, '|'), cast(r.cohort_year_group as varchar)) then k.destination_type end,
        r.destination_type, k.enrolled_means, b.destination_type, unsaid.destination_type
    ) as varchar) as destination_type, -- The destination type's code: the kind of a known provider overrules what was sent
    cast(coalesce(r.destination_provider, case when r.is_own_enrolment then own.name end) as varchar) as destination_provider, -- Where, as sent; a school's list of its own enrolments means that school
    cast(r.at_provider_id as varchar) as provider_id, -- The provider; null where it isn't known for sure
    cast(r.course as varchar) as course, -- Course, as sent
    cast(case
        when own.school_id = r.school_id and own.school_id = r.cohort_school_id then 'own_roll'
        when own.school_id = r.school_id then 'network_roll'
        when e.code is not null then e.code
        when r.names_one_provider then 'provider'
        else 'local_authority'
    end as varchar) as verified_by, -- Who thereby verifies it: own_roll, network_roll, provider or local_authority
    cast(r.start_date as date) as start_date, -- When it started
    cast(r.received_at as timestamp) as received_at, -- When the file came, UTC
    cast(r.recorded_on as date) as recorded_on, -- When it was said
    cast(r.recorded_on_assumed as boolean) as recorded_on_assumed, -- Whether that day is assumed
    cast(coalesce(r.verified_on, r.recorded_on) as date) as verified_on -- When it was verified: the day it was said, where no other is given
from said as r
left join ref.providers as p on p.provider_id = r.at_provider_id
left join ref.schools as own on own.school_id = coalesce(p.school_id, case when r.is_own_enrolment then r.school_id end)
left join ref.provider_kinds as k on k.kind = p.kind
left join ref.provider_types as o on o.destination_type = r.destination_type
left join said_before as b
    on b.pupil_id = r.pupil_id and b.name_key = regexp_replace(lower(strip_accents(r.destination_provider)), '[^a-z0-9]', '', 'g')
left join ref.provider_types as unsaid on unsaid.unless_said_in = 'feedback'
left join sources as e on e.alias_key = regexp_replace(lower(strip_accents(r.source)), '[^a-z0-9]', '', 'g')
