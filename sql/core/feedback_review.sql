-- What became of every row of feedback: whether it agrees with what the school last said, says something new, or contradicts it, which a person should look at
-- grain: delivery_id, sheet, line
-- rebuild: cycle
with known_types as (
    select code, year_group
    from ref.destination_types
    where destination_category is not null and participation not in ('unknown', 'undecided')
),
newest as (
    select pupil_id, max(recorded_on) as said_on
    from core.claims
    where cycle = getvariable('cycle') and stage = 'final' and source_kind in ('destinations', 'roll')
    and participation not in ('unknown', 'undecided')
    group by pupil_id
),
said as (
    -- The school's newest word, final before intended
    select *
    from core.claims
    where cycle = getvariable('cycle') and source_kind = 'destinations' and participation not in ('unknown', 'undecided')
    qualify row_number() over (partition by pupil_id order by stage = 'final' desc, recorded_on desc, delivery_number desc, sheet, line, part) = 1
)
select
    cast(f.cycle as varchar) as cycle, -- The cycle
    cast(f.delivery_id as varchar) as delivery_id, -- The delivery
    cast(f.sheet as varchar) as sheet, -- The sheet
    cast(f.line as integer) as line, -- The row number that Excel shows
    cast(f.pupil_id as varchar) as pupil_id, -- The pupil
    cast(f.cohort_school_id as varchar) as school_id, -- The school that counts the pupil
    cast(f.cohort_year_group as integer) as year_group, -- The pupil's year group there
    cast(f.verified_by as varchar) as verified_by, -- Who says it: own_roll, network_roll, provider or local_authority
    cast(f.destination_type as varchar) as destination_type, -- What it says
    cast(f.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(f.provider_id as varchar) as provider_id, -- The provider; null where it isn't known for sure
    cast(f.recorded_on as date) as recorded_on, -- When it was said
    cast(s.destination_type as varchar) as said_type, -- What the school last said
    cast(s.destination_provider as varchar) as said_provider, -- Where, as the school said
    cast(case
        when f.pupil_id is null then 'unmatched'
        when f.cohort_school_id is null then 'not_in_cohort'
        when k.code is null then 'says_nothing'
        when s.pupil_id is null then 'new'
        when s.provider_id = f.provider_id then 'agrees'
        when regexp_replace(lower(strip_accents(s.destination_provider)), '[^a-z0-9]', '', 'g')
            = regexp_replace(lower(strip_accents(f.destination_provider)), '[^a-z0-9]', '', 'g') then 'agrees'
        when s.destination_type = f.destination_type and (s.provider_id is null or f.provider_id is null) then 'agrees'
        when n.said_on > f.recorded_on then 'overtaken'
        else 'conflict'
    end as varchar) as state -- unmatched, not_in_cohort, says_nothing, new, agrees, overtaken (it differs, but the school or a roll has said something newer) or conflict
from core.feedback as f
left join known_types as k on k.code = f.destination_type and k.year_group = f.cohort_year_group
left join said as s on s.pupil_id = f.pupil_id
left join newest as n on n.pupil_id = f.pupil_id
where f.cycle = getvariable('cycle')
