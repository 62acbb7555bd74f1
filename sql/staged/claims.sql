-- What usable rows say about destinations: one line for each row and stage that says one; a blank cell is no claim
-- grain: delivery_id, sheet, line, part
-- rebuild: cycle
select
    cast(r.cycle as varchar) as cycle, -- The cycle
    cast(r.delivery_id as varchar) as delivery_id, -- The delivery
    cast(r.delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(r.sheet as varchar) as sheet, -- The sheet
    cast(r.line as integer) as line, -- The row number that Excel shows
    cast(r.part as integer) as part, -- Which claim of the row
    cast(r.school_id as varchar) as school_id, -- The school that says it
    cast(r.year_group as integer) as year_group, -- The year group
    cast(r.stage as varchar) as stage_sent, -- The stage as sent
    cast(case
        when r.stage = 'final' and r.results_on > r.recorded_on and not coalesce(r.leaving_date <= r.recorded_on, false) then 'intended'
        else r.stage
    end as varchar) as stage, -- The stage it counts for: a final one recorded before results day is an intention, unless the pupil had left
    cast(r.destination_type as varchar) as destination_type, -- The destination type's code
    cast(r.destination_category as varchar) as destination_category, -- Its category for the year group
    cast(r.participation as varchar) as participation, -- Its participation
    cast(r.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(r.destination_provider_id as varchar) as destination_provider_id, -- The provider's number, as sent
    cast(r.course as varchar) as course, -- Course, as sent
    cast(r.course_level as varchar) as course_level, -- Level of the course
    cast(r.apprenticeship_level as integer) as apprenticeship_level, -- Level of the apprenticeship
    cast(r.received_at as timestamp) as received_at, -- When the file came, UTC
    cast(r.recorded_on as date) as recorded_on, -- When it was said
    cast(r.recorded_on_assumed as boolean) as recorded_on_assumed, -- Whether that day is assumed
    cast(r.verified_on as date) as verified_on, -- When it was verified
    cast(r.verified_by as varchar) as verified_by, -- Who verified it
    cast(coalesce(r.verified_by in ('own_roll', 'network_roll', 'provider', 'local_authority', 'ucas', 'employer'), false) as boolean) as is_evidence, -- Whether it rests on more than somebody's word
    cast(coalesce(
        r.stage = 'final' and coalesce(r.verified_on, case when r.verified_by is not null then r.recorded_on end) >= r.term_starts_on, false
    ) as boolean) as is_confirmed -- Whether evidence from the new term confirms it
from staged.rows as r
join staged.row_verdicts as v
    on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
where r.cycle = getvariable('cycle') and r.kind = 'destinations' and r.destination_type is not null and r.stage is not null
