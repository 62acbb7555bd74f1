-- The cohort: every pupil who counts, at one school and in one year group
-- grain: cycle, pupil_id
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The cycle
    cast(m.pupil_id as varchar) as pupil_id, -- The pupil
    cast(m.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.denominator as varchar) as denominator, -- roll, or extracts where the school sent no roll
    cast(m.entry_date as date) as entry_date, -- When the pupil joined
    cast(m.left_on as date) as left_on, -- When the pupil left
    cast(m.left_on_assumed as boolean) as left_on_assumed, -- Whether that day is assumed from a roll without the pupil
    cast(m.left_on is not null as boolean) as is_leaver, -- Whether the pupil left during the year
    cast(j.counted_because as varchar) as reason, -- Why the pupil counts
    cast(coalesce(p.date_of_birth not between d.birth_from and d.birth_to, false) as boolean) as is_out_of_year, -- Whether the pupil is older or younger than the year group usually is
    cast(m.leaving_reason as varchar) as leaving_reason, -- Why the pupil left, as sent
    cast(m.form as varchar) as form, -- Tutor group
    cast(m.home_la as varchar) as home_la, -- Home local authority as sent
    cast(case
        when 'yes' in (m.looked_after, m.disadvantaged) and m.year_group not in (12, 13) then 'disadvantaged'
        when m.year_group in (12, 13) and p.disadvantaged_in_year_11 = 'yes' then 'disadvantaged'
        when m.year_group in (12, 13) and p.disadvantaged_in_year_11 = 'no' then 'not_disadvantaged'
        when m.disadvantaged = 'yes' then 'disadvantaged'
        when m.disadvantaged = 'no' then 'not_disadvantaged'
        else 'not_known'
    end as varchar) as disadvantage, -- disadvantaged, not_disadvantaged or not_known; Years 12 and 13 carry their Year 11 status
    cast(v.definition as varchar) as disadvantage_definition, -- What disadvantaged means in this cycle
    cast(coalesce(m.sex, 'not_known') as varchar) as sex, -- female, male, other or not_known; reports break down by the first two
    cast(coalesce(m.sen_provision, 'not_known') as varchar) as sen, -- ehc_plan, sen_support, none or not_known
    cast(coalesce(e.code_group, 'not_known') as varchar) as ethnicity_major, -- asian, black, mixed, white, other or not_known
    cast(coalesce(m.first_language, 'not_known') as varchar) as first_language, -- english, other or not_known
    cast(case when b.basis <> 'not_available' then coalesce(m.prior_attainment, 'not_known') else 'not_known' end as varchar) as prior_attainment, -- low, middle, high or not_known
    cast(b.basis as varchar) as prior_attainment_basis, -- The assessment that it rests on; not_available where the year group sat none
    cast(coalesce(m.looked_after, 'not_known') as varchar) as looked_after, -- yes, no or not_known
    cast(coalesce(m.first_generation_he, 'not_known') as varchar) as first_generation, -- Whether no parent went to university: yes, no or not_known
    cast(m.preference_met as varchar) as preference_met, -- Which of the family's preferences for a secondary school was met: 1 to 6, or none; null: not said
    cast(m.delivery_id as varchar) as delivery_id, -- The delivery of the newest row about the pupil
    cast(m.sheet as varchar) as sheet, -- Its sheet
    cast(m.line as integer) as line -- Its row number
from core.members as m
join core.judged_members as j
    on j.cycle = m.cycle and j.school_id = m.school_id and j.year_group = m.year_group and j.pupil_id = m.pupil_id and j.reason = 'counted'
join core.pupils as p on p.pupil_id = m.pupil_id
join ref.collections as d on d.cycle = m.cycle and d.year_group = m.year_group and d.stage = 'intended'
left join ref.prior_attainment_bases as b
    on b.year_group = m.year_group and m.cycle between coalesce(b.valid_from, m.cycle) and coalesce(b.valid_to, m.cycle)
left join ref.disadvantage_definitions as v on m.cycle between coalesce(v.valid_from, m.cycle) and coalesce(v.valid_to, m.cycle)
left join ref.codes as e on e.column_name = 'ethnicity' and e.code = m.ethnicity
where m.cycle = getvariable('cycle')
