-- Every pupil whom a school's files name in a year group, before the cohort's rules: where from, when joined and left, characteristics
-- grain: cycle, school_id, year_group, pupil_id
-- rebuild: cycle
with usable as (
    select r.*, l.pupil_id
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    where r.cycle = getvariable('cycle') and r.kind in ('roll', 'destinations') and r.school_id is not null and r.year_group is not null
),
ordered as (
    select
        *,
        row_number() over (partition by school_id, year_group, pupil_id order by kind = 'roll', delivery_number, sheet_number, line, part) as place,
        row_number() over (partition by school_id, year_group, pupil_id order by delivery_number, sheet_number, line, part) as said
    from usable
),
rolls as (
    select distinct school_id, year_group, delivery_id, delivery_number, received_on
    from staged.roll
    where cycle = getvariable('cycle')
),
newest_roll as (
    select school_id, year_group, max(delivery_number) as delivery_number
    from rolls
    group by school_id, year_group
),
grouped as (
    select
        school_id, year_group, pupil_id,
        max(delivery_number) filter (where kind = 'roll') as last_roll_number,
        arg_max(enrolment_status, place) as enrolment_status,
        min(entry_date) as entry_date,
        -- A roll that has the pupil without a leaving date takes them back; a list of destinations without one says nothing
        arg_max_null(leaving_date, said) filter (where leaving_date is not null or kind = 'roll') as leaving_date,
        arg_max(leaving_reason, place) as leaving_reason,
        arg_max(disadvantaged, place) as disadvantaged,
        arg_max(looked_after, place) as looked_after,
        arg_max(first_generation_he, place) as first_generation_he,
        arg_max(preference_met, place) as preference_met,
        arg_max(sex, place) as sex,
        arg_max(sen_provision, place) as sen_provision,
        arg_max(ethnicity, place) as ethnicity,
        arg_max(first_language, place) as first_language,
        arg_max(prior_attainment, place) as prior_attainment,
        arg_max(form, place) as form,
        arg_max(home_la, place) as home_la,
        arg_max(delivery_id, place) as delivery_id,
        arg_max(sheet, place) as sheet,
        arg_max(line, place) as line,
        min(received_on) as first_seen_on
    from ordered
    group by school_id, year_group, pupil_id
),
absent_from as (
    select g.school_id, g.year_group, g.pupil_id, min(r.received_on) as absent_on
    from grouped as g
    join rolls as r on r.school_id = g.school_id and r.year_group = g.year_group and r.delivery_number > g.last_roll_number
    group by all
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The cycle
    cast(g.school_id as varchar) as school_id, -- The school
    cast(g.year_group as integer) as year_group, -- The year group
    cast(g.pupil_id as varchar) as pupil_id, -- The pupil
    cast(case when n.delivery_number is null then 'extracts' else 'roll' end as varchar) as denominator, -- roll, or extracts where the school sent no roll for the year group
    cast(g.last_roll_number is not null as boolean) as is_on_a_roll, -- Whether a roll of the school names the pupil
    cast(coalesce(g.enrolment_status, 'C') as varchar) as enrolment_status, -- Registration; C where nothing is said
    cast(g.entry_date as date) as entry_date, -- When the pupil joined
    cast(coalesce(case when g.leaving_date <= getvariable('as_of') then g.leaving_date end, a.absent_on) as date) as left_on, -- When the pupil left; the date of the first roll without them where the file doesn't tell
    cast(not coalesce(g.leaving_date <= getvariable('as_of'), false) and a.absent_on is not null as boolean) as left_on_assumed, -- Whether that day is assumed
    cast(g.leaving_reason as varchar) as leaving_reason, -- Why the pupil left, as sent
    cast(g.first_seen_on as date) as first_seen_on, -- When a file first named the pupil here
    cast(g.disadvantaged as varchar) as disadvantaged, -- yes or no, as the newest row says
    cast(g.looked_after as varchar) as looked_after, -- yes or no, as the newest row says
    cast(g.first_generation_he as varchar) as first_generation_he, -- yes, no or not_known, as the newest row says
    cast(g.preference_met as varchar) as preference_met, -- Which of the family's preferences for a secondary school was met, as the newest row says: 1 to 6, or none
    cast(g.sex as varchar) as sex, -- Sex
    cast(g.sen_provision as varchar) as sen_provision, -- ehc_plan, sen_support or none
    cast(g.ethnicity as varchar) as ethnicity, -- Ethnicity, census main code
    cast(g.first_language as varchar) as first_language, -- First language
    cast(g.prior_attainment as varchar) as prior_attainment, -- low, middle or high
    cast(g.form as varchar) as form, -- Tutor group
    cast(g.home_la as varchar) as home_la, -- Home local authority as sent
    cast(g.delivery_id as varchar) as delivery_id, -- The delivery of the newest row
    cast(g.sheet as varchar) as sheet, -- Its sheet
    cast(g.line as integer) as line -- Its row number
from grouped as g
left join newest_roll as n on n.school_id = g.school_id and n.year_group = g.year_group
left join absent_from as a on a.school_id = g.school_id and a.year_group = g.year_group and a.pupil_id = g.pupil_id
