-- Every application of the cohort's pupils to a college or university, as each file told it; the newest row of an application is current
-- grain: delivery_id, sheet, line, part
-- rebuild: cycle
with steps as (
    select ['applied', 'interview', 'offered', 'replied', 'placed'] as names
),
told as (
    select
        r.*, h.pupil_id, h.school_id as counting_school_id, h.year_group as counting_year_group, year(leaving.on_date) as leaving_year,
        list_position(steps.names, 'placed') as placed_step,
        greatest(
            1, list_position(steps.names, status.reached), list_position(steps.names, offer.reached),
            list_position(steps.names, reply.reached), list_position(steps.names, place.reached)
        ) as step,
        coalesce(reply.reply, status.reply) as reply_said,
        not coalesce('no' in (status.is_open, reply.is_open, place.is_open), false) as row_is_open,
        coalesce(status.says_unplaced = 'yes', false) as says_unplaced,
        -- 2026, 2026/27, Sep 2026, 26: the year in which the course begins
        coalesce(
            try_cast(regexp_extract(r.entry_year, '(20\d\d)', 1) as integer),
            2000 + try_cast(regexp_extract(r.entry_year, '^(?:[[:alpha:]]+[ -]?)?''?(\d\d)(?: ?[/-] ?\d\d)?$', 1) as integer)
        ) as begins_in
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    join core.cohort as h on h.cycle = r.cycle and h.pupil_id = l.pupil_id
    join ref.calendar as leaving on leaving.cycle = r.cycle and leaving.event = 'leaving_date'
    cross join steps
    left join ref.application_meanings as status on status.column_name = 'application_status' and status.code = r.application_status
    left join ref.application_meanings as offer on offer.column_name = 'offer_type' and offer.code = r.offer_type
    left join ref.application_meanings as reply on reply.column_name = 'reply' and reply.code = r.reply
    left join ref.application_meanings as place on place.column_name = 'placed' and place.code = r.placed
    where r.cycle = getvariable('cycle') and r.kind = 'applications'
),
named as (
    select
        *,
        coalesce(
            provider_id, upper(destination_provider_id),
            nullif(regexp_replace(lower(strip_accents(destination_provider)), '[^a-z0-9]', '', 'g'), ''), 'choice ' || choice_number, ''
        ) as provider_key,
        nullif(regexp_replace(lower(strip_accents(course)), '[^a-z0-9]', '', 'g'), '') as course_name
    from told
),
coursed as (
    select
        *,
        coalesce(
            upper(course_code), case when course_name is not null then max(upper(course_code)) over (partition by pupil_id, provider_key, course_name) end,
            course_name
        ) as course_said
    from named
),
identified as (
    -- A row that names no course or year is about the one that other rows name, if there is only one
    select
        *,
        coalesce(course_said, case when min(course_said) over there = max(course_said) over there then min(course_said) over there end, '') as course_key,
        coalesce(begins_in, case when min(begins_in) over there = max(begins_in) over there then min(begins_in) over there end, leaving_year) as entry_key
    from coursed
    window there as (partition by pupil_id, provider_key)
),
followed as (
    -- An export says how things stand now: what it was before is remembered
    select
        *,
        max(step) over earlier as furthest,
        last_value(reply_said ignore nulls) over earlier as last_reply,
        row_number() over (
            partition by pupil_id, provider_key, course_key, entry_key
            order by recorded_on desc, delivery_number desc, sheet_number desc, line desc, part desc
        ) as place
    from identified
    window earlier as (
        partition by pupil_id, provider_key, course_key, entry_key
        order by recorded_on, delivery_number, sheet_number, line, part
        rows between unbounded preceding and current row
    )
)
select
    cast(f.cycle as varchar) as cycle, -- The cycle
    cast(f.pupil_id as varchar) as pupil_id, -- The pupil
    cast(f.delivery_id as varchar) as delivery_id, -- The delivery that says it
    cast(f.delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(f.sheet as varchar) as sheet, -- The sheet
    cast(f.line as integer) as line, -- The row number that Excel shows
    cast(f.part as integer) as part, -- Always 1 in a list of applications
    cast(f.counting_school_id as varchar) as school_id, -- The school that counts the pupil
    cast(f.counting_year_group as integer) as year_group, -- The year group that the pupil counts in
    cast(coalesce(f.destination_provider, f.destination_provider_id) as varchar) as provider, -- Where the pupil applied, as sent: the name, else the number
    cast(f.provider_id as varchar) as provider_id, -- The provider; null where it isn't known for sure
    cast(f.provider_key as varchar) as provider_key, -- By what two rows are about one provider; empty where none is given
    cast(f.course_code as varchar) as course_code, -- Course code, as sent
    cast(f.course as varchar) as course, -- Course, as sent
    cast(f.begins_in as integer) as entry_year, -- The year in which the course begins, as the row says; null: it doesn't
    cast(f.entry_key > f.leaving_year as boolean) as is_deferred, -- Whether that is later than the leaving summer
    cast(try_cast(regexp_extract(f.choice_number, '\d+') as integer) as integer) as choice_number, -- Which of the pupil's choices
    cast(f.application_status as varchar) as application_status, -- Where the application stands, as the row says
    cast(f.offer_type as varchar) as offer_type, -- conditional or unconditional, as the row says
    cast(f.last_reply as varchar) as reply, -- firm, insurance or declined: the last that was said by this row or before, as the reply or by a status
    cast(f.step = f.placed_step as boolean) as is_placed, -- Whether the row says that the place is the pupil's
    cast(f.furthest >= list_position(steps.names, 'offered') as boolean) as has_offer, -- Whether there is an offer, now or before
    cast(f.row_is_open and f.last_reply is distinct from 'declined' and f.step < f.placed_step as boolean) as is_open, -- Whether it may still become a place
    cast(f.says_unplaced as boolean) as says_unplaced, -- Whether the status says that the pupil has no place
    cast(case when f.step = f.placed_step then 'placed' else steps.names[least(f.furthest, f.placed_step - 1)] end as varchar) as reached, -- How far it got by this row: applied, interview, offered, replied (accepted, as firm or insurance) or placed
    cast(f.recorded_on as date) as recorded_on, -- When it was said
    cast(f.received_at as timestamp) as received_at, -- When the file came, UTC
    cast(f.place = 1 as boolean) as is_current -- Whether it is the newest row of the pupil for the same provider, course and year of entry
from followed as f
cross join steps
