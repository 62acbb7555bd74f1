-- mart.rows_by_school: counts of rows, not of pupils, so nothing is hidden
-- grain: cycle, school_id
-- rebuild: cycle
select
    cast(cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(files as integer) as files, -- Files with rows of the cycle
    cast(rows as integer) as rows, -- Rows of pupils
    cast(held_rows as integer) as held_rows, -- Rows held back by a blocking finding
    cast(superseded_rows as integer) as superseded_rows, -- Rows that newer news replaced
    cast(excluded_rows as integer) as excluded_rows, -- Rows that count for nothing, with a reason
    cast(counted_rows as integer) as counted_rows -- Rows that count
from mart.rows_by_school
where cycle = getvariable('cycle')
