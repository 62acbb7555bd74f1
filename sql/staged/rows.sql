-- Every row of every extract, typed and coded; what was written but could not be typed is named in `unreadable`, never silently null
-- grain: delivery_id, sheet, line, part
-- rebuild: cycle
with cleaned as (
    select
        r.delivery_id, r.sheet, r.line, r.part, r.sheet_number, r.kind, r.in_cycle, r.in_year_group, r.in_stage,
        nullif(trim(replace(columns(r.* exclude (delivery_id, sheet, line, part, sheet_number, kind, in_cycle, in_year_group, in_stage, other)), chr(160), ' ')), '')
    from raw.rows as r
    where r.in_cycle = getvariable('cycle')
),
texts as (
    select
        c.delivery_id, c.sheet, c.line, c.part, c.sheet_number, c.kind, c.in_cycle, c.in_year_group, c.in_stage,
        case when not list_contains(blank.words, lower(columns(c.* exclude (delivery_id, sheet, line, part, sheet_number, kind, in_cycle, in_year_group, in_stage, surname, forename, legal_surname, legal_forename, preferred_forename, middle_names))))
            then columns(c.* exclude (delivery_id, sheet, line, part, sheet_number, kind, in_cycle, in_year_group, in_stage, surname, forename, legal_surname, legal_forename, preferred_forename, middle_names)) end,
        -- There are pupils whose name is Na, Nil or Null
        case when not list_contains(blank.words_that_name_nobody, lower(columns('^(surname|forename|legal_surname|legal_forename|preferred_forename|middle_names)$'))) then columns('^(surname|forename|legal_surname|legal_forename|preferred_forename|middle_names)$') end
    from cleaned as c
    cross join (
        select list(word) as words, list(word) filter (where names_nobody = 'yes') as words_that_name_nobody from ref.blank_words
    ) as blank
),
dated as (
    select
        t.delivery_id, t.sheet, t.line, t.part, coalesce(s.date_system, 1900) as date_system,
        t.date_of_birth, t.entry_date, t.leaving_date, t.start_date, t.recorded_on, t.verified_on, t.review_on, t.predicted_end_on,
        t.offer_on, t.guidance_on, t.contacted_on, t.encounter_on, t.evaluated_on
    from texts as t
    left join raw.sheets as s on s.delivery_id = t.delivery_id and s.sheet_number = t.sheet_number
),
dates as (
    select
        delivery_id, sheet, line, part,
        coalesce(
            try_strptime(
                columns('^(date_of_birth|entry_date|leaving_date|start_date|.+_on)$'),
                [
                    '%d/%m/%y', '%d-%b-%y', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%d/%m/%Y', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M',
                    '%d-%b-%Y', '%d %b %Y', '%d %B %Y', '%d.%m.%Y', '%d-%m-%Y', '%Y/%m/%d', '%d %b %y', '%d-%B-%Y', '%d.%m.%y', '%d-%m-%y', '%A, %d %B %Y',
                    '%A, %B %d, %Y', '%d/%b/%Y', '%Y-%m-%dT%H:%M:%S.%fZ', '%Y-%m-%dT%H:%M:%SZ', '%Y/%m/%d %H:%M:%S'
                ]
            )::date,
            -- Excel's day numbers; a workbook of the 1904 system counts from four years and a day later
            date '1899-12-30' + case when date_system = 1904 then 1462 else 0 end + case
                when try_cast(columns('^(date_of_birth|entry_date|leaving_date|start_date|.+_on)$') as double) between 20000 and 60000
                    then try_cast(columns('^(date_of_birth|entry_date|leaving_date|start_date|.+_on)$') as double)::integer
            end
        )
    from dated
),
coded as (
    select
        delivery_id, sheet, line, part,
        max(code) filter (where column_name = 'destination_type') as destination_type,
        max(code) filter (where column_name = 'aspiration_type') as aspiration_type,
        max(code) filter (where column_name = 'sex') as sex,
        max(code) filter (where column_name = 'ethnicity') as ethnicity,
        max(code) filter (where column_name = 'first_language') as first_language,
        max(code) filter (where column_name = 'sen_provision') as sen_provision,
        max(code) filter (where column_name = 'disadvantaged') as disadvantaged,
        max(code) filter (where column_name = 'looked_after') as looked_after,
        max(code) filter (where column_name = 'prior_attainment') as prior_attainment,
        max(code) filter (where column_name = 'enrolment_status') as enrolment_status,
        max(code) filter (where column_name = 'offer_status') as offer_status,
        max(code) filter (where column_name = 'preference_met') as preference_met,
        max(code) filter (where column_name = 'verified_by') as verified_by,
        max(code) filter (where column_name = 'course_level') as course_level,
        max(code) filter (where column_name = 'apprenticeship_level') as apprenticeship_level,
        max(code) filter (where column_name = 'fit') as fit,
        max(code) filter (where column_name = 'guidance_needed') as guidance_needed,
        max(code) filter (where column_name = 'share_opt_out') as share_opt_out,
        max(code) filter (where column_name = 'contact_permission') as contact_permission,
        max(code) filter (where column_name = 'care_leaver') as care_leaver,
        max(code) filter (where column_name = 'young_carer') as young_carer,
        max(code) filter (where column_name = 'first_generation_he') as first_generation_he,
        max(code) filter (where column_name = 'contact_method') as contact_method,
        max(code) filter (where column_name = 'contact_outcome') as contact_outcome,
        max(code) filter (where column_name = 'application_status') as application_status,
        max(code) filter (where column_name = 'offer_type') as offer_type,
        max(code) filter (where column_name = 'reply') as reply,
        max(code) filter (where column_name = 'placed') as placed,
        max(code) filter (where column_name = 'encounter_kind') as encounter_kind,
        max(code) filter (where column_name = 'meaningful') as meaningful,
        max(code) filter (where column_name = 'benchmark_achieved') as benchmark_achieved,
        list(column_name order by column_name) filter (where code is null) as unreadable,
        list(column_name || ' ' || sent order by column_name) filter (where code is null) as not_understood
    from staged.codes
    where cycle = getvariable('cycle')
    group by delivery_id, sheet, line, part
)
select
    cast(t.in_cycle as varchar) as cycle, -- The academic year that ends with the leaving summer, as 2025-26
    cast(t.delivery_id as varchar) as delivery_id, -- The delivery
    cast(v.delivery_number as integer) as delivery_number, -- The delivery's number in the event log
    cast(t.sheet as varchar) as sheet, -- The sheet's name; empty for a CSV
    cast(t.sheet_number as integer) as sheet_number, -- The sheet's place in the workbook
    cast(t.line as integer) as line, -- The row number that Excel shows
    cast(t.part as integer) as part, -- Which claim of the row
    cast(t.kind as varchar) as kind, -- The kind of extract
    cast(v.folder as varchar) as folder, -- The folder the file lay in
    cast(v.school_id as varchar) as school_id, -- The school; null where the folder is no school of the network
    cast(v.received_at as timestamp) as received_at, -- When the file came, UTC
    cast(v.received_on as date) as received_on, -- When the file came, London calendar date
    cast(v.is_withdrawn as boolean) as is_withdrawn, -- Whether a person took the file out of the current picture
    cast(t.in_year_group as integer) as year_group, -- The year group
    cast(t.in_stage as varchar) as stage, -- The stage as sent: intended or final; null in a roll
    cast(t.school as varchar) as school_text, -- The school as the row writes it
    cast(school.school_id as varchar) as school_named, -- The school of the network that the row names
    cast(upper(replace(t.upn, ' ', '')) as varchar) as upn, -- Unique pupil number, spaces removed
    cast(upper(replace(t.former_upn, ' ', '')) as varchar) as former_upn, -- An earlier unique pupil number
    cast(regexp_replace(replace(t.uln, ' ', ''), '\.0$', '') as varchar) as uln, -- Unique learner number
    cast(t.mis_id as varchar) as mis_id, -- The school's own number for the pupil
    cast(m.meant_mis_id as varchar) as meant_mis_id, -- The number on the school's roll from which leading noughts were lost
    cast(t.surname as varchar) as surname, -- Surname as sent
    cast(t.forename as varchar) as forename, -- Forename as sent
    cast(d.date_of_birth as date) as date_of_birth, -- Date of birth
    cast(c.sex as varchar) as sex, -- Sex
    cast(c.ethnicity as varchar) as ethnicity, -- Ethnicity, census main code
    cast(c.first_language as varchar) as first_language, -- First language: english, other or not_known
    cast(c.sen_provision as varchar) as sen_provision, -- ehc_plan, sen_support or none
    cast(c.disadvantaged as varchar) as disadvantaged, -- yes or no, as the row says
    cast(c.looked_after as varchar) as looked_after, -- yes or no, as the row says
    cast(c.care_leaver as varchar) as care_leaver, -- yes or no, as the row says
    cast(c.young_carer as varchar) as young_carer, -- yes or no, as the row says
    cast(c.first_generation_he as varchar) as first_generation_he, -- yes, no or not_known, as the row says
    cast(c.prior_attainment as varchar) as prior_attainment, -- low, middle or high
    cast(c.enrolment_status as varchar) as enrolment_status, -- Registration: C, M, S, G, F or O
    cast(d.entry_date as date) as entry_date, -- When the pupil joined the school
    cast(d.leaving_date as date) as leaving_date, -- When the pupil left the school
    cast(t.leaving_reason as varchar) as leaving_reason, -- Why the pupil left
    cast(t.postcode as varchar) as postcode, -- Home postcode
    cast(t.home_la as varchar) as home_la, -- Home local authority as sent
    cast(t.form as varchar) as form, -- Tutor group
    cast(try_cast(replace(t.attendance, '%', '') as double) as double) as attendance, -- Attendance in per cent
    cast(m.on_own_roll or not m.has_own_roll as boolean) as is_on_roll, -- Whether the school's rolls know the pupil; true where there is no roll
    cast(f.is_known or not f.can_be_known as boolean) as is_known_pupil, -- In applications, feedback and encounters, whether a list of that year knows the pupil; true where there is none
    cast(c.share_opt_out as varchar) as share_opt_out, -- Whether the family opted out of sharing
    cast(c.contact_permission as varchar) as contact_permission, -- Whether the pupil may be contacted after leaving: yes, no, not_asked or withdrawn
    cast(c.destination_type as varchar) as destination_type, -- The destination type's code
    cast(t.destination_type as varchar) as destination_text, -- The destination as sent
    cast(case when not regexp_matches(t.destination_provider, '^([xX]{3,7}|[mM]{7})$') then t.destination_provider end as varchar) as destination_provider, -- Where, as sent; null where a system's stand-in is written
    cast(coalesce(regexp_matches(t.destination_provider, '^([xX]{3,7}|[mM]{7})$'), false) as boolean) as is_stand_in_provider, -- Whether a system's stand-in (XXX) is written for a school it doesn't know
    cast(t.destination_provider_id as varchar) as destination_provider_id, -- The provider's number, as sent
    cast(w.provider_id as varchar) as provider_id, -- The provider; null where it isn't known for sure
    cast(w.match as varchar) as provider_match, -- By what it is known: id, ledger, own_school, name or synonym
    cast(p.kind as varchar) as provider_kind, -- What kind of provider it is
    cast(case when list_contains(string_split(o.overruled_in, '|'), cast(t.in_year_group as varchar)) then pk.destination_type end as varchar) as provider_type, -- The destination type that the provider's kind means, where it overrules what was sent; null where it says nothing
    cast(t.course as varchar) as course, -- Course, as sent
    cast(t.course_code as varchar) as course_code, -- Course code, as sent
    cast(c.course_level as varchar) as course_level, -- Level of the course
    cast(c.apprenticeship_level as integer) as apprenticeship_level, -- Level of the apprenticeship, 2 to 7
    cast(regexp_replace(t.activity_code, '\.0$', '') as varchar) as activity_code, -- NCCIS activity code, as sent
    cast(c.aspiration_type as varchar) as aspiration_type, -- What is planned after Year 13
    cast(t.aspiration_provider as varchar) as aspiration_provider, -- Where that would be, as sent
    cast(c.offer_status as varchar) as offer_status, -- Whether an offer is held
    cast(c.preference_met as varchar) as preference_met, -- Which preference was met: 1 to 6, or none
    cast(c.guidance_needed as varchar) as guidance_needed, -- Whether another guidance conversation is needed
    cast(c.fit as varchar) as fit, -- How well the destination fits the pupil's plan
    cast(t.change_reason as varchar) as change_reason, -- Why the plan changed, as sent
    cast(d.start_date as date) as start_date, -- When it starts
    cast(coalesce(d.recorded_on, v.received_on) as date) as recorded_on, -- When it was said; the day received where the row doesn't tell
    cast(d.recorded_on is null as boolean) as recorded_on_assumed, -- Whether that day is assumed
    cast(d.verified_on as date) as verified_on, -- When it was verified
    cast(c.verified_by as varchar) as verified_by, -- Who verified it
    cast(d.review_on as date) as review_on, -- When to look again
    cast(d.predicted_end_on as date) as predicted_end_on, -- When it should end
    cast(d.offer_on as date) as offer_on, -- When the offer was made
    cast(t.barrier as varchar) as barrier, -- What stands in the way, as sent
    cast(d.guidance_on as date) as guidance_on, -- When guidance was given
    cast(t.contacted_by as varchar) as contacted_by, -- Who calls, as sent
    cast(d.contacted_on as date) as contacted_on, -- When the family was last contacted
    cast(c.contact_method as varchar) as contact_method, -- How
    cast(c.contact_outcome as varchar) as contact_outcome, -- What came of it
    cast(t.list_row as varchar) as list_row, -- Our mark of the worklist's row that was filled in
    cast(t.entry_year as varchar) as entry_year, -- The year of entry applied for, as sent
    cast(t.choice_number as varchar) as choice_number, -- Which of the pupil's choices, as sent
    cast(c.application_status as varchar) as application_status, -- Where the application stands
    cast(c.offer_type as varchar) as offer_type, -- conditional or unconditional
    cast(c.reply as varchar) as reply, -- firm, insurance or declined
    cast(c.placed as varchar) as placed, -- Whether the place is taken up: yes or no
    cast(t.source as varchar) as source, -- Who reports it, as sent
    cast(t.kind = 'feedback' and v.school_id is not null and coalesce(t.destination_provider, t.destination_provider_id) is null as boolean) as is_own_enrolment, -- Whether a school lists those who are with itself
    cast(d.encounter_on as date) as encounter_on, -- When the encounter was
    cast(c.encounter_kind as varchar) as encounter_kind, -- With whom or what it was
    cast(c.meaningful as varchar) as meaningful, -- Whether it was meaningful: yes or no
    cast(try_cast(t.places_left as double) as integer) as places_left, -- How many places a sixth form has left
    cast(try_cast(regexp_extract(t.benchmark, '\d+') as integer) as integer) as benchmark, -- Which of the eight benchmarks of careers guidance
    cast(try_cast(replace(t.benchmark_score, '%', '') as double) as double) as benchmark_score, -- How much of it is met, in per cent
    cast(c.benchmark_achieved as varchar) as benchmark_achieved, -- Whether it is met in full: yes or no
    cast(d.evaluated_on as date) as evaluated_on, -- When the school evaluated itself
    cast(t.evaluation_version as varchar) as evaluation_version, -- Which version of the evaluation it was, as sent
    cast(kind.code is not null and contains(kind.stages, t.in_stage) as boolean) as type_valid, -- Whether the type exists for this year group and stage
    cast(kind.destination_category as varchar) as destination_category, -- The category of the type for this year group
    cast(kind.participation as varchar) as participation, -- What the type means for participation
    cast(dates_of.results_on as date) as results_on, -- Results day of the year group
    cast(dates_of.confirms_from as date) as term_starts_on, -- From when evidence confirms a final destination
    cast(dates_of.year_starts_on as date) as year_starts_on, -- The first day of the academic year
    cast(dates_of.offer_day_on as date) as offer_day_on, -- National offer day
    cast(dates_of.stock_take_on as date) as stock_take_on, -- The stock-take after the February half term
    cast(dates_of.birth_from as date) as birth_from, -- The earliest usual date of birth of the year group
    cast(dates_of.birth_to as date) as birth_to, -- The latest usual date of birth of the year group
    cast(list_concat(coalesce(c.unreadable, []), list_filter([
        case when t.date_of_birth <> '0' and d.date_of_birth is null then 'date_of_birth' end,
        case when t.entry_date <> '0' and d.entry_date is null then 'entry_date' end,
        case when t.leaving_date <> '0' and d.leaving_date is null then 'leaving_date' end,
        case when t.start_date <> '0' and d.start_date is null then 'start_date' end,
        case when t.recorded_on <> '0' and d.recorded_on is null then 'recorded_on' end,
        case when t.verified_on <> '0' and d.verified_on is null then 'verified_on' end,
        case when t.review_on <> '0' and d.review_on is null then 'review_on' end,
        case when t.predicted_end_on <> '0' and d.predicted_end_on is null then 'predicted_end_on' end,
        case when t.offer_on <> '0' and d.offer_on is null then 'offer_on' end,
        case when t.guidance_on <> '0' and d.guidance_on is null then 'guidance_on' end,
        case when t.contacted_on <> '0' and d.contacted_on is null then 'contacted_on' end,
        case when t.encounter_on <> '0' and d.encounter_on is null then 'encounter_on' end,
        case when t.evaluated_on <> '0' and d.evaluated_on is null then 'evaluated_on' end,
        case when t.places_left is not null and try_cast(t.places_left as double) is null then 'places_left' end,
        case when t.benchmark is not null and try_cast(regexp_extract(t.benchmark, '\d+') as integer) is null then 'benchmark' end,
        case when t.benchmark_score is not null and try_cast(replace(t.benchmark_score, '%', '') as double) is null then 'benchmark_score' end,
        case when t.attendance is not null and try_cast(replace(t.attendance, '%', '') as double) is null then 'attendance' end
    ], name -> name is not null)) as varchar[]) as unreadable, -- Columns that hold something we could not read
    cast(coalesce(c.not_understood, []) as varchar[]) as not_understood, -- Of them, coded columns, each with what was sent
    cast(list_filter([
        case when try_cast(t.date_of_birth as double) between 20000 and 60000 then 'date_of_birth' end,
        case when try_cast(t.entry_date as double) between 20000 and 60000 then 'entry_date' end,
        case when try_cast(t.leaving_date as double) between 20000 and 60000 then 'leaving_date' end,
        case when try_cast(t.start_date as double) between 20000 and 60000 then 'start_date' end,
        case when try_cast(t.recorded_on as double) between 20000 and 60000 then 'recorded_on' end,
        case when try_cast(t.verified_on as double) between 20000 and 60000 then 'verified_on' end,
        case when try_cast(t.review_on as double) between 20000 and 60000 then 'review_on' end,
        case when try_cast(t.predicted_end_on as double) between 20000 and 60000 then 'predicted_end_on' end,
        case when try_cast(t.offer_on as double) between 20000 and 60000 then 'offer_on' end,
        case when try_cast(t.guidance_on as double) between 20000 and 60000 then 'guidance_on' end,
        case when try_cast(t.contacted_on as double) between 20000 and 60000 then 'contacted_on' end,
        case when try_cast(t.encounter_on as double) between 20000 and 60000 then 'encounter_on' end,
        case when try_cast(t.evaluated_on as double) between 20000 and 60000 then 'evaluated_on' end
    ], name -> name is not null) as varchar[]) as day_numbers -- Date columns that hold a number of days instead of a date
from texts as t
join staged.deliveries as v on v.delivery_id = t.delivery_id
left join dates as d on d.delivery_id = t.delivery_id and d.sheet = t.sheet and d.line = t.line and d.part = t.part
left join coded as c on c.delivery_id = t.delivery_id and c.sheet = t.sheet and c.line = t.line and c.part = t.part
left join staged.follower_matches as f on f.delivery_id = t.delivery_id and f.sheet = t.sheet and f.line = t.line
left join staged.roll_matches as m on m.delivery_id = t.delivery_id and m.sheet = t.sheet and m.line = t.line
left join ref.school_names as school
    on school.name_key = coalesce(nullif(regexp_replace(lower(strip_accents(t.school)), '[^a-z0-9]', '', 'g'), ''), t.school)
left join ref.destination_types as kind on kind.code = c.destination_type and kind.year_group = t.in_year_group
left join staged.provider_matches as w
    on w.cycle = t.in_cycle and w.school_id = coalesce(v.school_id, v.folder) and w.year_group = coalesce(t.in_year_group, 0)
    and t.kind in ('destinations', 'applications', 'feedback')
    and w.destination_text = coalesce(t.destination_type, '') and w.destination_provider = coalesce(t.destination_provider, '')
    and w.destination_provider_id = coalesce(t.destination_provider_id, '')
left join ref.providers as p on p.provider_id = w.provider_id
left join ref.provider_kinds as pk on pk.kind = p.kind
left join ref.provider_types as o on o.destination_type = c.destination_type
left join ref.collections as dates_of
    on dates_of.cycle = t.in_cycle and dates_of.year_group = t.in_year_group and dates_of.stage = coalesce(t.in_stage, 'intended')
