-- Sixth-form pupils who left during the year: where they went, due at once and chased after ten working days
-- grain: cycle, pupil_id
-- rebuild: cycle
with leavers as (
    select h.*, d.chase_on
    from core.cohort as h
    join ref.collections as o on o.cycle = h.cycle and o.year_group = h.year_group and o.stage = 'final' and o.has_in_year_leavers
    join ref.chase_days as d on d.on_date = h.left_on
    where h.cycle = getvariable('cycle') and h.left_on < o.leaving_on
),
told as (
    -- What is known is told by a claim from the day of leaving on; the final stage may not be open for the others yet
    select c.*
    from core.claims as c
    where c.cycle = getvariable('cycle') and c.stage = 'final' and c.is_current
    and c.participation not in ('unknown', 'undecided')
)
select
    cast(l.cycle as varchar) as cycle, -- The cycle
    cast(l.pupil_id as varchar) as pupil_id, -- The pupil
    cast(l.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(l.year_group as integer) as year_group, -- The year group
    cast(l.left_on as date) as left_on, -- When the pupil left
    cast(l.left_on_assumed as boolean) as left_on_assumed, -- Whether that day is assumed from a roll without the pupil
    cast(l.leaving_reason as varchar) as leaving_reason, -- Why, as sent
    cast(t.destination_type as varchar) as destination_type, -- Where the pupil went; null: not recorded
    cast(t.destination_category as varchar) as destination_category, -- Its category
    cast(t.participation as varchar) as participation, -- Its participation
    cast(t.recorded_on as date) as recorded_on, -- When it was said
    cast(l.left_on as date) as due_on, -- A leaver's destination is due at once
    cast(l.chase_on as date) as chase_on, -- The tenth working day after: from the next day on it is overdue
    cast(case
        when t.pupil_id is not null then 'recorded'
        when getvariable('as_of') > l.chase_on then 'overdue'
        else 'due'
    end as varchar) as state, -- recorded, due or overdue
    cast(t.delivery_id as varchar) as delivery_id, -- The delivery that says it
    cast(t.sheet as varchar) as sheet, -- The sheet
    cast(t.line as integer) as line, -- The row number that Excel shows
    cast(t.part as integer) as part -- Which claim of the row
from leavers as l
left join told as t on t.pupil_id = l.pupil_id and t.recorded_on >= l.left_on
