-- Meaningful encounters of pupils with employers, providers, universities, workplaces and careers advisers, each once
-- grain: cycle, pupil_id, encounter_on, encounter_kind
-- rebuild: cycle
with told as (
    select r.*, l.pupil_id
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    where r.cycle = getvariable('cycle')
),
said as (
    select *
    from told
    where kind = 'encounters' and meaningful is distinct from 'no'
    union all by name
    -- A list of destinations says when guidance was given; a day to come is a plan
    select t.* replace (t.guidance_on as encounter_on, g.encounter_kind as encounter_kind, null as destination_provider)
    from told as t
    cross join (select distinct encounter_kind from ref.benchmark_rules where rule = 'guidance_interview') as g
    where t.kind = 'destinations'
)
select
    cast(cycle as varchar) as cycle, -- The cycle of the list that says it: for a list of encounters the academic year of the day
    cast(pupil_id as varchar) as pupil_id, -- The pupil
    cast(encounter_on as date) as encounter_on, -- When it was
    cast(encounter_kind as varchar) as encounter_kind, -- With whom or what it was
    cast(destination_provider as varchar) as provider, -- With whom, as sent; null: not said
    cast(delivery_id as varchar) as delivery_id, -- The delivery of the earliest row that says it
    cast(sheet as varchar) as sheet, -- Its sheet
    cast(line as integer) as line -- Its row number
from said
where encounter_on <= received_on and encounter_kind is not null
qualify row_number() over (
    partition by pupil_id, encounter_on, encounter_kind order by delivery_number, sheet_number, line, part
) = 1
