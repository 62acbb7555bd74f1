-- Where each pupil of the cohort was going at each checkpoint of the year that has been reached; who had no claim by then is unknown
-- grain: cycle, pupil_id, checkpoint
-- rebuild: cycle
with reached as (
    select *
    from ref.checkpoints
    where cycle = getvariable('cycle') and opens_on <= getvariable('as_of')
),
unknown as (
    select year_group, code, destination_category, participation
    from ref.destination_types
    where code = 'UNKNOWN'
),
heard as (
    select
        h.pupil_id, k.checkpoint, c.*,
        max(c.recorded_on) over (partition by h.pupil_id, k.checkpoint) as newest_on
    from core.cohort as h
    join reached as k on k.year_group = h.year_group
    join core.claims as c on c.cycle = h.cycle and c.pupil_id = h.pupil_id and c.stage = k.stage
    where h.cycle = getvariable('cycle') and c.recorded_on <= k.closes_on and c.recorded_on >= coalesce(k.said_from, c.recorded_on)
),
heading as (
    select *
    from heard
    qualify row_number() over (
        partition by pupil_id, checkpoint
        order by recorded_on + 14 > newest_on desc, precedence desc
    ) = 1
)
select
    cast(h.cycle as varchar) as cycle, -- The cycle
    cast(h.pupil_id as varchar) as pupil_id, -- The pupil
    cast(k.checkpoint as varchar) as checkpoint, -- The checkpoint
    cast(k.stage as varchar) as stage, -- The stage that is looked at
    cast(h.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(h.year_group as integer) as year_group, -- The year group
    cast(k.closes_on as date) as closes_on, -- What was said up to this day counts
    cast(getvariable('as_of') > k.closes_on as boolean) as is_settled, -- Whether that day has passed
    cast(coalesce(c.destination_type, u.code) as varchar) as destination_type, -- The destination type's code; UNKNOWN where nobody had said
    cast(coalesce(c.destination_category, u.destination_category) as varchar) as destination_category, -- Its category
    cast(coalesce(c.participation, u.participation) as varchar) as participation, -- Its participation
    cast(c.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(c.provider_id as varchar) as provider_id, -- The provider; null where it isn't known for sure
    cast(c.recorded_on as date) as recorded_on, -- When it was said
    cast(c.delivery_id as varchar) as delivery_id, -- The delivery that says it; null: nobody did
    cast(c.sheet as varchar) as sheet, -- The sheet
    cast(c.line as integer) as line, -- The row number that Excel shows
    cast(c.part as integer) as part -- Which claim of the row
from core.cohort as h
join reached as k on k.year_group = h.year_group
join unknown as u on u.year_group = h.year_group
left join heading as c on c.pupil_id = h.pupil_id and c.checkpoint = k.checkpoint
where h.cycle = getvariable('cycle')
