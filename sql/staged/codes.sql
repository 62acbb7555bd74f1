-- Every coded cell of every extract: what was sent and the code that it means, null where it means none; blank cells have no line
-- grain: delivery_id, sheet, line, part, column_name
-- rebuild: cycle
with cells as (
    select
        delivery_id, sheet, line, part,
        unnest([
            {name: 'destination_type', text: destination_type}, {name: 'aspiration_type', text: aspiration_type},
            {name: 'sex', text: sex}, {name: 'ethnicity', text: ethnicity}, {name: 'first_language', text: first_language},
            {name: 'sen_provision', text: sen_provision}, {name: 'disadvantaged', text: disadvantaged},
            {name: 'looked_after', text: looked_after}, {name: 'care_leaver', text: care_leaver}, {name: 'young_carer', text: young_carer},
            {name: 'first_generation_he', text: first_generation_he}, {name: 'prior_attainment', text: prior_attainment},
            {name: 'enrolment_status', text: enrolment_status}, {name: 'share_opt_out', text: share_opt_out},
            {name: 'contact_permission', text: contact_permission}, {name: 'course_level', text: course_level},
            {name: 'apprenticeship_level', text: apprenticeship_level}, {name: 'offer_status', text: offer_status},
            {name: 'preference_met', text: preference_met}, {name: 'verified_by', text: verified_by}, {name: 'fit', text: fit},
            {name: 'guidance_needed', text: guidance_needed}, {name: 'contact_method', text: contact_method},
            {name: 'contact_outcome', text: contact_outcome}, {name: 'application_status', text: application_status},
            {name: 'offer_type', text: offer_type}, {name: 'reply', text: reply}, {name: 'placed', text: placed},
            {name: 'encounter_kind', text: encounter_kind}, {name: 'meaningful', text: meaningful},
            {name: 'benchmark_achieved', text: benchmark_achieved}
        ]) as cell
    from raw.rows
    where in_cycle = getvariable('cycle')
),
filled as (
    select delivery_id, sheet, line, part, cell.name as column_name, trim(replace(cell.text, chr(160), ' ')) as sent
    from cells
    where trim(replace(cell.text, chr(160), ' ')) <> ''
),
keyed as (
    select
        *,
        -- An underscore marks a destination's code, and a slash means "or": see domain/destination_types.py
        case
            when regexp_matches(sent, '^\d+\.0$') then regexp_extract(sent, '^\d+')
            when column_name not in ('destination_type', 'aspiration_type') then coalesce(nullif(regexp_replace(lower(strip_accents(sent)), '[^a-z0-9]', '', 'g'), ''), sent)
            when contains(sent, '_') then upper(sent)
            else coalesce(nullif(regexp_replace(lower(strip_accents(replace(sent, '/', ' or '))), '[^a-z0-9]', '', 'g'), ''), sent)
        end as alias_key
    from filled
),
spellings as (
    select column_name, alias_key, code from ref.code_aliases
    union all
    select unnest(['destination_type', 'aspiration_type']) as column_name, alias_key, code from ref.destination_aliases
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The cycle
    cast(k.delivery_id as varchar) as delivery_id, -- The delivery
    cast(k.sheet as varchar) as sheet, -- The sheet
    cast(k.line as integer) as line, -- The row number that Excel shows
    cast(k.part as integer) as part, -- Which claim of the row
    cast(k.column_name as varchar) as column_name, -- The column, by its canonical name
    cast(k.sent as varchar) as sent, -- What was sent, without spaces around it
    cast(s.code as varchar) as code -- The code; null where the spelling is none that we know
from keyed as k
left join spellings as s on s.column_name = k.column_name and s.alias_key = k.alias_key
-- A word for "nothing" is no code, unless this column has it as one: "None" is an answer under SEN provision
-- and a nought is what a formula leaves that looked up an empty cell
where s.code is not null or (lower(k.sent) not in (select word from ref.blank_words) and k.sent not in ('0', '0.0'))
