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
    cast(r.destination_type as varchar) as destination_type_sent, -- The destination type's code as sent
    cast(coalesce(r.provider_type, r.destination_type) as varchar) as destination_type, -- The destination type's code; the kind of a known provider overrules what was sent
    cast(r.destination_provider as varchar) as destination_provider, -- Where, as sent
    cast(r.destination_provider_id as varchar) as destination_provider_id, -- The provider's number, as sent
    cast(r.provider_id as varchar) as provider_id, -- The provider; null where it isn't known for sure
    cast(r.provider_match as varchar) as provider_match, -- By what it is known: id, ledger, own_school, name or synonym
    cast(r.course as varchar) as course, -- Course, as sent
    cast(r.course_code as varchar) as course_code, -- Course code, as sent
    cast(r.course_level as varchar) as course_level, -- Level of the course
    cast(r.apprenticeship_level as integer) as apprenticeship_level, -- Level of the apprenticeship
    cast(r.fit as varchar) as fit, -- How well the destination fits the pupil's plan, as sent
    cast(r.change_reason as varchar) as change_reason, -- Why the plan changed, as sent
    cast(r.leaving_date as date) as leaving_date, -- When the pupil left, as the row says
    cast(r.received_at as timestamp) as received_at, -- When the file came, UTC
    cast(r.recorded_on as date) as recorded_on, -- When it was said
    cast(r.recorded_on_assumed as boolean) as recorded_on_assumed, -- Whether that day is assumed
    cast(r.verified_on as date) as verified_on, -- When it was verified
    cast(r.verified_by as varchar) as verified_by, -- Who verified it
    cast(r.review_on as date) as review_on, -- When to look again
    cast(r.predicted_end_on as date) as predicted_end_on, -- When it should end
    cast(coalesce(e.code_group = 'evidence', false) as boolean) as is_evidence, -- Whether it rests on more than somebody's word
    cast(r.results_on as date) as results_on, -- Results day of the year group
    cast(r.term_starts_on as date) as term_starts_on -- From when evidence confirms a final destination
from staged.rows as r
join staged.row_verdicts as v
    on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
left join ref.codes as e on e.column_name = 'verified_by' and e.code = r.verified_by
where r.cycle = getvariable('cycle') and r.kind = 'destinations' and r.destination_type is not null and r.stage is not null
