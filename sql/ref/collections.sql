-- The dates that decide what a claim means, for each cycle, year group and stage
-- grain: cycle, year_group, stage
-- rebuild: all
select
    cast(start.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(rule.year_group as integer) as year_group, -- The year group
    cast(stages.code as varchar) as stage, -- intended or final
    cast(case when stages.code = 'final' then final_opens.on_date else start.on_date end as date) as opens_on, -- The first day on which this stage can be told
    cast(results.on_date as date) as results_on, -- Results day; null where the year group has none
    cast(term.on_date as date) as confirms_from, -- Evidence from this day on confirms a final destination
    cast(reference.on_date as date) as reference_on, -- Who is on roll on this day is in the cohort
    cast(rule.has_september_guarantee = 'yes' as boolean) as has_september_guarantee, -- Whether every pupil needs an offer by the end of September
    cast(apart.on_date as date) as listed_apart_from, -- Who leaves between this day and the reference day is listed apart
    cast(survey.on_date as date) as activity_survey_on, -- On this day verifications may have lapsed
    cast(leaving.on_date as date) as leaving_on, -- Who leaves a sixth form before this day leaves during the year
    cast(still.on_date as date) as still_there_on, -- From this day on it is asked who is still where they went
    cast(start.on_date as date) as year_starts_on, -- The first day of the academic year
    cast(offer.on_date as date) as offer_day_on, -- National offer day for secondary places
    cast(stock_take.on_date as date) as stock_take_on, -- The stock-take after the February half term
    cast(rule.late_joiners = 'yes' as boolean) as late_joiners, -- Whether pupils who join after the reference day count
    cast(rule.in_year_leavers = 'yes' as boolean) as has_in_year_leavers, -- Whether the destinations of those who leave during the year are followed up
    cast(string_split(rule.enrolment_statuses, '|') as varchar[]) as enrolment_statuses, -- Registrations that count
    cast(make_date(year(start.on_date) - rule.year_group::integer - 5, 9, 1) as date) as birth_from, -- The earliest usual date of birth
    cast(make_date(year(start.on_date) - rule.year_group::integer - 4, 8, 31) as date) as birth_to -- The latest usual date of birth
from ref.cohort_rules as rule
join ref.codes as stages on stages.column_name = 'stage'
join ref.calendar as start on start.event = 'year_starts'
join ref.calendar as term on term.cycle = start.cycle and term.event = rule.confirms_from_event
join ref.calendar as reference on reference.cycle = start.cycle and reference.event = rule.reference_event
join ref.calendar as offer on offer.cycle = start.cycle and offer.event = 'offer_day'
join ref.calendar as stock_take on stock_take.cycle = start.cycle and stock_take.event = 'stock_take_opens'
join ref.calendar as final_opens on final_opens.cycle = start.cycle and final_opens.event = rule.final_opens_event
join ref.calendar as survey on survey.cycle = start.cycle and survey.event = 'activity_survey'
join ref.calendar as leaving on leaving.cycle = start.cycle and leaving.event = 'leaving_date'
join ref.calendar as still on still.cycle = start.cycle and still.event = 'still_there'
left join ref.calendar as apart on apart.cycle = start.cycle and apart.event = rule.listed_apart_from_event
left join ref.calendar as results on results.cycle = start.cycle and results.event = rule.results_event
