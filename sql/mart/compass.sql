-- How each school evaluates its own careers guidance: the newest score of every benchmark in the year, beside the evaluation before
-- grain: cycle, school_id, benchmark
-- rebuild: all
with told as (
    select r.*, coalesce(r.evaluated_on, r.recorded_on) as told_on
    from staged.rows as r
    join staged.row_verdicts as v
        on v.delivery_id = r.delivery_id and v.sheet = r.sheet and v.line = r.line and v.part = r.part and v.verdict = 'usable'
    where r.kind = 'compass' and r.school_id is not null and r.benchmark is not null
),
evaluations as (
    -- A newer file corrects what an older one said of the same day
    select *
    from told
    qualify row_number() over (
        partition by school_id, benchmark, told_on order by delivery_number desc, sheet_number desc, line desc
    ) = 1
),
compared as (
    select
        *,
        row_number() over before as place,
        lag(benchmark_score) over before as previous_score,
        lag(regexp_replace(lower(evaluation_version), '[^a-z0-9]', '', 'g')) over before
        = regexp_replace(lower(evaluation_version), '[^a-z0-9]', '', 'g') as is_same_version
    from evaluations
    window before as (partition by school_id, benchmark order by told_on)
)
select
    cast(c.cycle as varchar) as cycle, -- The academic year in which the school evaluated itself
    cast(c.school_id as varchar) as school_id, -- The school
    cast(c.benchmark as integer) as benchmark, -- The benchmark, 1 to 8
    cast(b.label as varchar) as label, -- Its name for people
    cast(c.benchmark_score as double) as score, -- How much of it is met, in per cent
    cast(case c.benchmark_achieved when 'yes' then true when 'no' then false else c.benchmark_score >= b.achieved_at end as boolean) as is_achieved, -- Whether it is met in full: as said, else by the score
    cast(c.told_on as date) as evaluated_on, -- When the school evaluated itself; the day received where the file doesn't tell
    cast(c.evaluation_version as varchar) as evaluation_version, -- Which version of the evaluation it was, as sent
    cast(c.previous_score as double) as previous_score, -- The score of the evaluation before, in this year or an earlier one; null: there was none
    cast(case when c.place > 1 then coalesce(c.is_same_version, false) end as boolean) as is_comparable -- Whether both were of the same version, so that the scores may be compared; null: there was none before
from compared as c
join ref.benchmarks as b on b.benchmark = c.benchmark
qualify row_number() over (partition by c.cycle, c.school_id, c.benchmark order by c.told_on desc) = 1
