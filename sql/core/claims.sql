-- The history of what was said about each pupil's destination; nothing is ever taken away, the newest leads
-- grain: delivery_id, sheet, line, part
-- rebuild: cycle
with linked as (
    select
        c.*, l.pupil_id,
        max(c.recorded_on) over (partition by l.pupil_id, c.stage) as newest_on,
        lag(c.destination_type) over said_before as previous_type,
        lag(c.destination_provider) over said_before as previous_provider,
        row_number() over said_before as said
    from staged.claims as c
    join core.pupil_links as l on l.delivery_id = c.delivery_id and l.sheet = c.sheet and l.line = c.line
    where c.cycle = getvariable('cycle')
    window said_before as (partition by l.pupil_id, c.stage_sent order by c.delivery_number, c.sheet, c.line, c.part)
),
ranked as (
    select *, row_number() over (
        partition by pupil_id, stage
        order by
            recorded_on + 14 > newest_on desc,
            is_evidence desc,
            recorded_on desc,
            delivery_number desc,
            sheet desc, line desc, part desc
    ) as place
    from linked
)
select
    cast(cycle as varchar) as cycle, -- The cycle
    cast(delivery_id as varchar) as delivery_id, -- The delivery that says it
    cast(sheet as varchar) as sheet, -- The sheet
    cast(line as integer) as line, -- The row number that Excel shows
    cast(part as integer) as part, -- Which claim of the row
    cast(pupil_id as varchar) as pupil_id, -- The pupil
    cast(school_id as varchar) as school_id, -- The school that says it
    cast(year_group as integer) as year_group, -- The year group
    cast(stage_sent as varchar) as stage_sent, -- The stage as sent
    cast(stage as varchar) as stage, -- The stage it counts for
    cast(destination_type as varchar) as destination_type, -- The destination type's code
    cast(destination_category as varchar) as destination_category, -- Its category
    cast(participation as varchar) as participation, -- Its participation
    cast(destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(recorded_on as date) as recorded_on, -- When it was said
    cast(recorded_on_assumed as boolean) as recorded_on_assumed, -- Whether that day is assumed
    cast(received_at as timestamp) as received_at, -- When the file came, UTC
    cast(verified_on as date) as verified_on, -- When it was verified
    cast(verified_by as varchar) as verified_by, -- Who verified it
    cast(is_confirmed and stage = 'final' as boolean) as is_confirmed, -- Whether evidence from the new term confirms it
    cast(case
        when said = 1 then 'new'
        when previous_type is distinct from destination_type or previous_provider is distinct from destination_provider then 'changed'
        else 'unchanged'
    end as varchar) as change, -- new, changed or unchanged against what was sent before for the pupil and stage
    cast(previous_type as varchar) as previous_type, -- The destination type that was sent before for the pupil and stage
    cast(previous_provider as varchar) as previous_provider, -- The provider that was sent before
    cast(place = 1 as boolean) as is_current -- Whether it leads: the newest, evidence before word within a fortnight
from ranked
