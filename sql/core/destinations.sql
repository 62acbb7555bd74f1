-- Where each pupil of the cohort goes, at each stage that can be told by now; who has no claim is unknown
-- grain: cycle, pupil_id, stage
-- rebuild: cycle
with open_stages as (
    select *
    from ref.collections
    where cycle = getvariable('cycle') and opens_on <= getvariable('as_of')
),
unknown as (
    select year_group, destination_category, participation
    from ref.destination_types
    where code = 'UNKNOWN'
),
last_plans as (
    -- The plan that a final destination is held against: the last one before results day, or before the summer
    select *
    from core.checkpoints
    where cycle = getvariable('cycle') and stage = 'intended'
    qualify row_number() over (partition by pupil_id order by closes_on desc) = 1
),
lapses as (
    -- Education lapses with its academic year, other things after some months; what can't lapse has no day
    select c.*, case r.rule
        when 'academic_year' then least(
            make_date(year(coalesce(c.verified_on, c.recorded_on)) + (month(coalesce(c.verified_on, c.recorded_on)) > 8)::integer, 8, 31),
            c.predicted_end_on
        )
        when 'months' then coalesce(c.verified_on, c.recorded_on) + to_months(r.months)
        when 'months_within_course' then least(coalesce(c.verified_on, c.recorded_on) + to_months(r.months), c.predicted_end_on)
        when 'review' then c.review_on + 28
    end::date as lapses_on
    from core.claims as c
    left join ref.currency_rules as r on r.code = c.destination_type
    where c.cycle = getvariable('cycle') and c.is_current
),
compared as (
    select
        h.cycle, h.pupil_id, h.school_id as cohort_school_id, h.year_group as cohort_year_group, o.stage as at_stage,
        o.stage = 'final' as is_final, o.activity_survey_on, o.still_there_on, c.* exclude (cycle, pupil_id, stage),
        t.tier, planned.tier as planned_tier,
        t.tier is not null and c.destination_type = i.destination_type
        and coalesce(c.provider_id, c.destination_provider) is not distinct from coalesce(i.provider_id, i.destination_provider) as is_as_planned
    from core.cohort as h
    join open_stages as o on o.year_group = h.year_group
    left join lapses as c on c.pupil_id = h.pupil_id and c.stage = o.stage
    left join last_plans as i on i.pupil_id = h.pupil_id
    left join ref.destination_tiers as t on t.code = c.destination_type
    left join ref.destination_tiers as planned on planned.code = i.destination_type
    where h.cycle = getvariable('cycle')
)
select
    cast(c.cycle as varchar) as cycle, -- The cycle
    cast(c.pupil_id as varchar) as pupil_id, -- The pupil
    cast(c.at_stage as varchar) as stage, -- intended or final
    cast(c.cohort_school_id as varchar) as school_id, -- The school that counts the pupil
    cast(c.cohort_year_group as integer) as year_group, -- The year group
    cast(coalesce(c.destination_type, 'UNKNOWN') as varchar) as destination_type, -- The destination type's code; UNKNOWN where nobody said
    cast(coalesce(c.destination_category, u.destination_category) as varchar) as destination_category, -- Its category for the cohort's year group
    cast(coalesce(c.participation, u.participation) as varchar) as participation, -- Its participation
    cast(c.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(c.provider_id as varchar) as provider_id, -- The provider; null where it isn't known for sure
    cast(c.network_school_id as varchar) as network_school_id, -- The school of the network that the provider is
    cast(c.provider_kind as varchar) as provider_kind, -- What kind of provider it is
    cast(c.provider_country as varchar) as provider_country, -- The provider's country
    cast(coalesce(c.network_school_id = c.cohort_school_id, false) as boolean) as is_own_school, -- Whether the pupil stays at the own school
    cast(coalesce(c.network_school_id is not null, false) as boolean) as is_in_network, -- Whether the pupil stays in the network
    cast(c.he_group as varchar) as he_group, -- oxbridge or russell_group, as the group stood in the year of entry
    cast(c.subject_group as varchar) as subject_group, -- medicine, dentistry or veterinary, by the course code
    cast(coalesce(c.is_degree_apprenticeship, false) as boolean) as is_degree_apprenticeship, -- Whether it is an apprenticeship of level 6 or 7
    cast(coalesce(c.is_confirmed, false) as boolean) as is_confirmed, -- Whether evidence from the new term confirms it
    cast(c.verified_by as varchar) as verified_by, -- Who verified it
    cast(c.verified_on as date) as verified_on, -- When it was verified
    cast(case when c.is_final then c.lapses_on end as date) as lapses_on, -- When the verification lapses; null: never
    cast(case
        when c.is_final and c.activity_survey_on <= getvariable('as_of') then coalesce(c.lapses_on < c.activity_survey_on, false)
    end as boolean) as is_stale, -- Whether it had lapsed by the activity survey; null before that day
    cast(case when c.is_final and c.still_there_on <= getvariable('as_of') then l.is_on_roll end as boolean) as still_there, -- Whether a roll of six months later has the pupil; null: too early, or no such roll
    cast(case
        when not c.is_final or c.fit is not null then c.fit
        when c.is_as_planned then 'first_choice'
        when c.tier < c.planned_tier then 'below_plan'
        when regexp_matches(lower(c.change_reason), 'prefer|changed') then 'changed_mind'
    end as varchar) as fit, -- first_choice, back_up, below_plan or changed_mind; null: not said and not to be told
    cast(case
        when not c.is_final or c.planned_tier is null then null
        when c.is_as_planned then 'same'
        when c.tier > c.planned_tier then 'up'
        when c.tier < c.planned_tier then 'down'
        when c.tier = c.planned_tier then 'lateral'
    end as varchar) as direction, -- Against the last plan: same, up, lateral or down; null where either isn't known
    cast(c.recorded_on as date) as recorded_on, -- When it was said
    cast(coalesce(c.is_from_roll, false) as boolean) as is_from_roll, -- Whether an autumn roll says it
    cast(c.delivery_id as varchar) as delivery_id, -- The delivery that says it; null: nobody did
    cast(c.sheet as varchar) as sheet, -- The sheet
    cast(c.line as integer) as line, -- The row number that Excel shows
    cast(c.part as integer) as part -- Which claim of the row
from compared as c
join unknown as u on u.year_group = c.cohort_year_group
left join ref.schools as n on n.school_id = c.network_school_id
left join ref.autumn_roll_types as y
    on y.year_group = c.cohort_year_group and y.destination_type = c.destination_type and y.phase = n.phase and y.roll_year_group > c.cohort_year_group
left join core.later_rolls as l
    on l.cycle = c.cycle and l.school_id = c.network_school_id and l.year_group = y.roll_year_group and l.pupil_id = c.pupil_id
