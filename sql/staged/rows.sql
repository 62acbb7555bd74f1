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
        case when not list_contains(blank.words, lower(columns(c.* exclude (delivery_id, sheet, line, part, sheet_number, kind, in_cycle, in_year_group, in_stage))))
            then columns(c.* exclude (delivery_id, sheet, line, part, sheet_number, kind, in_cycle, in_year_group, in_stage)) end
    from cleaned as c
    cross join (select list(word) as words from ref.blank_words) as blank
),
dates as (
    select
        delivery_id, sheet, line, part,
        coalesce(
            try_strptime(
                columns('^(date_of_birth|entry_date|leaving_date|start_date|.+_on)$'),
                ['%d/%m/%y', '%d-%b-%y', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%d/%m/%Y', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d-%b-%Y', '%d %b %Y', '%d %B %Y', '%d.%m.%Y', '%d-%m-%Y']
            )::date,
            date '1899-12-30' + case
                when try_cast(columns('^(date_of_birth|entry_date|leaving_date|start_date|.+_on)$') as double) between 20000 and 60000
                    then try_cast(columns('^(date_of_birth|entry_date|leaving_date|start_date|.+_on)$') as double)::integer
            end
        )
    from texts
),
keys as (
    select
        delivery_id, sheet, line, part,
        case when contains(columns('^(destination_type|aspiration_type)$'), '_') then upper(columns('^(destination_type|aspiration_type)$'))
            else coalesce(nullif(regexp_replace(lower(strip_accents(replace(columns('^(destination_type|aspiration_type)$'), '/', ' or '))), '[^a-z0-9]', '', 'g'), ''), columns('^(destination_type|aspiration_type)$')) end,
        coalesce(
            nullif(regexp_replace(lower(strip_accents(columns('^(school|sex|ethnicity|first_language|sen_provision|disadvantaged|looked_after|prior_attainment|enrolment_status|offer_status|verified_by|course_level|fit|share_opt_out)$'))), '[^a-z0-9]', '', 'g'), ''),
            columns('^(school|sex|ethnicity|first_language|sen_provision|disadvantaged|looked_after|prior_attainment|enrolment_status|offer_status|verified_by|course_level|fit|share_opt_out)$')
        )
    from texts
),
coded as (
    select
        k.delivery_id, k.sheet, k.line, k.part,
        school.school_id as school_named, destination.code as destination_type, aspiration.code as aspiration_type,
        sex.code as sex, ethnicity.code as ethnicity, first_language.code as first_language, sen_provision.code as sen_provision,
        disadvantaged.code as disadvantaged, looked_after.code as looked_after, prior_attainment.code as prior_attainment,
        enrolment_status.code as enrolment_status, offer_status.code as offer_status, verified_by.code as verified_by,
        course_level.code as course_level, fit.code as fit, share_opt_out.code as share_opt_out,
        list_filter([
            case when k.sex is not null and sex.code is null then 'sex' end,
            case when k.ethnicity is not null and ethnicity.code is null then 'ethnicity' end,
            case when k.first_language is not null and first_language.code is null then 'first_language' end,
            case when k.sen_provision is not null and sen_provision.code is null then 'sen_provision' end,
            case when k.disadvantaged is not null and disadvantaged.code is null then 'disadvantaged' end,
            case when k.looked_after is not null and looked_after.code is null then 'looked_after' end,
            case when k.prior_attainment is not null and prior_attainment.code is null then 'prior_attainment' end,
            case when k.enrolment_status is not null and enrolment_status.code is null then 'enrolment_status' end,
            case when k.offer_status is not null and offer_status.code is null then 'offer_status' end,
            case when k.verified_by is not null and verified_by.code is null then 'verified_by' end,
            case when k.course_level is not null and course_level.code is null then 'course_level' end,
            case when k.fit is not null and fit.code is null then 'fit' end,
            case when k.share_opt_out is not null and share_opt_out.code is null then 'share_opt_out' end,
            case when k.destination_type is not null and destination.code is null then 'destination_type' end,
            case when k.aspiration_type is not null and aspiration.code is null then 'aspiration_type' end
        ], name -> name is not null) as unreadable
    from keys as k
    left join ref.school_names as school on school.name_key = k.school
    left join ref.destination_aliases as destination on destination.alias_key = k.destination_type
    left join ref.destination_aliases as aspiration on aspiration.alias_key = k.aspiration_type
    left join ref.code_aliases as sex on sex.column_name = 'sex' and sex.alias_key = k.sex
    left join ref.code_aliases as ethnicity on ethnicity.column_name = 'ethnicity' and ethnicity.alias_key = k.ethnicity
    left join ref.code_aliases as first_language on first_language.column_name = 'first_language' and first_language.alias_key = k.first_language
    left join ref.code_aliases as sen_provision on sen_provision.column_name = 'sen_provision' and sen_provision.alias_key = k.sen_provision
    left join ref.code_aliases as disadvantaged on disadvantaged.column_name = 'disadvantaged' and disadvantaged.alias_key = k.disadvantaged
    left join ref.code_aliases as looked_after on looked_after.column_name = 'looked_after' and looked_after.alias_key = k.looked_after
    left join ref.code_aliases as prior_attainment on prior_attainment.column_name = 'prior_attainment' and prior_attainment.alias_key = k.prior_attainment
    left join ref.code_aliases as enrolment_status on enrolment_status.column_name = 'enrolment_status' and enrolment_status.alias_key = k.enrolment_status
    left join ref.code_aliases as offer_status on offer_status.column_name = 'offer_status' and offer_status.alias_key = k.offer_status
    left join ref.code_aliases as verified_by on verified_by.column_name = 'verified_by' and verified_by.alias_key = k.verified_by
    left join ref.code_aliases as course_level on course_level.column_name = 'course_level' and course_level.alias_key = k.course_level
    left join ref.code_aliases as fit on fit.column_name = 'fit' and fit.alias_key = k.fit
    left join ref.code_aliases as share_opt_out on share_opt_out.column_name = 'share_opt_out' and share_opt_out.alias_key = k.share_opt_out
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
    cast(c.school_named as varchar) as school_named, -- The school of the network that the row names
    cast(upper(replace(t.upn, ' ', '')) as varchar) as upn, -- Unique pupil number, spaces removed
    cast(upper(replace(t.former_upn, ' ', '')) as varchar) as former_upn, -- An earlier unique pupil number
    cast(regexp_replace(replace(t.uln, ' ', ''), '\.0$', '') as varchar) as uln, -- Unique learner number
    cast(t.mis_id as varchar) as mis_id, -- The school's own number for the pupil
    cast(t.surname as varchar) as surname, -- Surname as sent
    cast(t.forename as varchar) as forename, -- Forename as sent
    cast(d.date_of_birth as date) as date_of_birth, -- Date of birth
    cast(c.sex as varchar) as sex, -- Sex
    cast(c.ethnicity as varchar) as ethnicity, -- Ethnicity, census main code
    cast(c.first_language as varchar) as first_language, -- First language: english, other or not_known
    cast(c.sen_provision as varchar) as sen_provision, -- ehc_plan, sen_support or none
    cast(c.disadvantaged as varchar) as disadvantaged, -- yes or no, as the row says
    cast(c.looked_after as varchar) as looked_after, -- yes or no, as the row says
    cast(c.prior_attainment as varchar) as prior_attainment, -- low, middle or high
    cast(c.enrolment_status as varchar) as enrolment_status, -- Registration: C, M, S, G, F or O
    cast(d.entry_date as date) as entry_date, -- When the pupil joined the school
    cast(d.leaving_date as date) as leaving_date, -- When the pupil left the school
    cast(t.leaving_reason as varchar) as leaving_reason, -- Why the pupil left
    cast(t.postcode as varchar) as postcode, -- Home postcode
    cast(t.home_la as varchar) as home_la, -- Home local authority as sent
    cast(t.form as varchar) as form, -- Tutor group
    cast(c.share_opt_out as varchar) as share_opt_out, -- Whether the family opted out of sharing
    cast(c.destination_type as varchar) as destination_type, -- The destination type's code
    cast(t.destination_type as varchar) as destination_text, -- The destination as sent
    cast(t.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(t.destination_provider_id as varchar) as destination_provider_id, -- The provider's number, as sent
    cast(t.course as varchar) as course, -- Course, as sent
    cast(t.course_code as varchar) as course_code, -- Course code, as sent
    cast(c.course_level as varchar) as course_level, -- Level of the course
    cast(nullif(regexp_extract(t.apprenticeship_level, '[2-7]'), '') as integer) as apprenticeship_level, -- Level of the apprenticeship, 2 to 7
    cast(t.activity_code as varchar) as activity_code, -- NCCIS activity code, as sent
    cast(c.aspiration_type as varchar) as aspiration_type, -- What is planned after Year 13
    cast(t.aspiration_provider as varchar) as aspiration_provider, -- Where that would be, as sent
    cast(c.offer_status as varchar) as offer_status, -- Whether an offer is held
    cast(c.fit as varchar) as fit, -- How well the destination fits the pupil's plan
    cast(d.start_date as date) as start_date, -- When it starts
    cast(coalesce(d.recorded_on, v.received_on) as date) as recorded_on, -- When it was said; the day received where the row doesn't tell
    cast(d.recorded_on is null as boolean) as recorded_on_assumed, -- Whether that day is assumed
    cast(d.verified_on as date) as verified_on, -- When it was verified
    cast(c.verified_by as varchar) as verified_by, -- Who verified it
    cast(d.review_on as date) as review_on, -- When to look again
    cast(d.predicted_end_on as date) as predicted_end_on, -- When it should end
    cast(d.offer_on as date) as offer_on, -- When the offer was made
    cast(d.contacted_on as date) as contacted_on, -- When the family was last contacted
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
    cast(list_concat(c.unreadable, list_filter([
        case when t.date_of_birth is not null and d.date_of_birth is null then 'date_of_birth' end,
        case when t.entry_date is not null and d.entry_date is null then 'entry_date' end,
        case when t.leaving_date is not null and d.leaving_date is null then 'leaving_date' end,
        case when t.start_date is not null and d.start_date is null then 'start_date' end,
        case when t.recorded_on is not null and d.recorded_on is null then 'recorded_on' end,
        case when t.verified_on is not null and d.verified_on is null then 'verified_on' end,
        case when t.review_on is not null and d.review_on is null then 'review_on' end,
        case when t.predicted_end_on is not null and d.predicted_end_on is null then 'predicted_end_on' end,
        case when t.offer_on is not null and d.offer_on is null then 'offer_on' end,
        case when t.contacted_on is not null and d.contacted_on is null then 'contacted_on' end,
        case when t.apprenticeship_level is not null and nullif(regexp_extract(t.apprenticeship_level, '[2-7]'), '') is null then 'apprenticeship_level' end
    ], name -> name is not null)) as varchar[]) as unreadable -- Columns that hold something we could not read
from texts as t
join staged.deliveries as v on v.delivery_id = t.delivery_id
left join dates as d on d.delivery_id = t.delivery_id and d.sheet = t.sheet and d.line = t.line and d.part = t.part
left join coded as c on c.delivery_id = t.delivery_id and c.sheet = t.sheet and c.line = t.line and c.part = t.part
left join ref.destination_types as kind on kind.code = c.destination_type and kind.year_group = t.in_year_group
left join ref.collections as dates_of
    on dates_of.cycle = t.in_cycle and dates_of.year_group = t.in_year_group and dates_of.stage = coalesce(t.in_stage, 'intended')
