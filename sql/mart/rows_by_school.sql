-- Of the rows that each school sent for a cycle, how many count, and what became of the others
-- grain: cycle, school_id
-- rebuild: cycle
select
    cast(r.in_cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(d.school_id as varchar) as school_id, -- The school
    cast(count(distinct r.delivery_id) as integer) as files, -- Files with rows of the cycle
    cast(count(*) as integer) as rows, -- Rows of pupils
    cast(count(*) filter (where f.fate = 'held') as integer) as held_rows, -- Rows held back by a blocking finding
    cast(count(*) filter (where f.fate = 'superseded') as integer) as superseded_rows, -- Rows that newer news replaced
    cast(count(*) filter (where f.fate = 'excluded') as integer) as excluded_rows, -- Rows that count for nothing, with a reason
    cast(count(*) filter (where f.fate = 'counted') as integer) as counted_rows -- Rows that count
from (select distinct delivery_id, sheet, line, in_cycle from raw.rows where in_cycle = getvariable('cycle')) as r
join staged.deliveries as d on d.delivery_id = r.delivery_id and d.school_id is not null
join core.row_fates as f on f.delivery_id = r.delivery_id and f.sheet = r.sheet and f.line = r.line
group by r.in_cycle, d.school_id
