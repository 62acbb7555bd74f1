-- Every pupil with as many encounters as a measure asks for: each row of a list that tells of one on a day that counts
with present as (
    select school_id, year_group, pupil_id, true as is_on_roll from core.on_roll where cycle = getvariable('cycle')
    union all
    select school_id, year_group, pupil_id, false as is_on_roll from core.cohort where cycle = getvariable('cycle')
),
asked as (
    select
        rule = 'guidance_interview' as is_interview, year_group, encounter_kind, coalesce(fewest, 1) as fewest, from_on, until_on,
        case when rule in ('guidance_interview', 'provider_access') then rule end as named_measure
    from ref.benchmark_windows
    where cycle = getvariable('cycle') and rule in ('guidance_interview', 'provider_access')
    union all
    select false, w.year_group, k.code, 1, w.from_on, w.until_on, null
    from ref.benchmark_windows as w
    join ref.codes as k on k.column_name = 'encounter_kind'
    where w.cycle = getvariable('cycle') and w.rule = 'employer_every_year'
),
met as (
    select
        p.school_id, p.year_group, p.pupil_id, coalesce(a.named_measure, 'encounter_' || e.encounter_kind) as measure, a.fewest,
        e.encounter_on, e.cycle as said_in, e.delivery_id, e.sheet, e.line
    from present as p
    join asked as a on a.year_group = p.year_group and a.is_interview <> p.is_on_roll
    join core.encounters as e
        on e.pupil_id = p.pupil_id and e.encounter_kind = a.encounter_kind
        and e.encounter_on between coalesce(a.from_on, e.encounter_on) and a.until_on
        and (a.named_measure is not null or e.cycle = getvariable('cycle'))
),
counted as (
    select *, count(distinct encounter_on) over (partition by pupil_id, measure) as encounters
    from met
)
select
    school_id, year_group, pupil_id, [measure] as measures, 'encounter' as says, null::date as heard_until, delivery_id, sheet, line,
    1 as part, ['encounter_counts'] as because
from counted
where encounters >= fewest
