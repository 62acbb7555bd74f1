-- Where each pupil of the cohort goes, at each stage that can be told by now; who has no claim is unknown
-- grain: cycle, pupil_id, stage
-- rebuild: cycle
with open_stages as (
    select year_group, stage
    from ref.collections
    where cycle = getvariable('cycle') and opens_on <= getvariable('as_of')
),
unknown as (
    select year_group, destination_category, participation
    from ref.destination_types
    where code = 'UNKNOWN'
)
select
    cast(h.cycle as varchar) as cycle, -- The cycle
    cast(h.pupil_id as varchar) as pupil_id, -- The pupil
    cast(o.stage as varchar) as stage, -- intended or final
    cast(h.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(h.year_group as integer) as year_group, -- The year group
    cast(coalesce(c.destination_type, 'UNKNOWN') as varchar) as destination_type, -- The destination type's code; UNKNOWN where nobody said
    cast(coalesce(k.destination_category, u.destination_category) as varchar) as destination_category, -- Its category for the cohort's year group
    cast(coalesce(k.participation, u.participation) as varchar) as participation, -- Its participation
    cast(c.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(coalesce(c.is_confirmed, false) as boolean) as is_confirmed, -- Whether evidence from the new term confirms it
    cast(c.recorded_on as date) as recorded_on, -- When it was said
    cast(c.delivery_id as varchar) as delivery_id, -- The delivery that says it; null: nobody did
    cast(c.sheet as varchar) as sheet, -- The sheet
    cast(c.line as integer) as line, -- The row number that Excel shows
    cast(c.part as integer) as part -- Which claim of the row
from core.cohort as h
join open_stages as o on o.year_group = h.year_group
join unknown as u on u.year_group = h.year_group
left join core.claims as c on c.cycle = h.cycle and c.pupil_id = h.pupil_id and c.stage = o.stage and c.is_current
left join ref.destination_types as k on k.code = c.destination_type and k.year_group = h.year_group
where h.cycle = getvariable('cycle')
