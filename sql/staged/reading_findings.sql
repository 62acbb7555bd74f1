-- What was wrong with a file before any rule saw its rows; a doubt that a person has settled is a notice
-- grain: delivery_id, finding_number
-- rebuild: all
with settled as (
    select c.delivery_id, c.rule from raw.confirmations as c
    union
    select d.delivery_id, k.rule from ref.decisions as d cross join ref.doubts as k where d.decision = 'accept'
)
select
    cast(f.delivery_id as varchar) as delivery_id, -- The delivery
    cast(row_number() over (partition by f.delivery_id order by f.sheet nulls first, f.line nulls first, f.part, f.column, f.rule, f.message, f.repair, f.suggestion) as integer) as finding_number, -- Its place among the findings of its file
    cast(f.rule as varchar) as rule, -- The rule that was broken
    cast(case when s.rule is not null and k.rule is not null then 'notice' else f.severity end as varchar) as severity, -- blocking, warning or notice
    cast(case when s.rule is not null and k.rule is not null then k.settled else f.message end as varchar) as message, -- What is wrong, in words; never a pupil's value
    cast(case when s.rule is not null and k.rule is not null then '' else f.repair end as varchar) as repair, -- What to type or do instead
    cast(f.sheet as varchar) as sheet, -- The sheet; null: the whole file
    cast(f.line as integer) as line, -- The row number that Excel shows; null: the whole sheet or file
    cast(f.part as integer) as part, -- Which claim of the row
    cast(f.column as varchar) as column, -- The column, by its canonical name
    cast(f.suggestion as varchar) as suggestion -- The one legal value that was probably meant, where there is exactly one
from raw.reading_findings as f
left join ref.doubts as k on k.rule = f.rule
left join settled as s on s.delivery_id = f.delivery_id and s.rule = f.rule
