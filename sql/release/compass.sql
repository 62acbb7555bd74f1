-- mart.compass: a school's evaluation of itself, no pupils, so nothing is hidden
-- grain: cycle, school_id, benchmark
-- rebuild: all
select
    cast(cycle as varchar) as cycle, -- The academic year in which the school evaluated itself
    cast(school_id as varchar) as school_id, -- The school
    cast(benchmark as integer) as benchmark, -- The benchmark, 1 to 8
    cast(label as varchar) as label, -- Its name for people
    cast(score as double) as score, -- How much of it is met, in per cent
    cast(is_achieved as boolean) as is_achieved, -- Whether it is met in full: as said, else by the score
    cast(evaluated_on as date) as evaluated_on, -- When the school evaluated itself; the day received where the file doesn't tell
    cast(evaluation_version as varchar) as evaluation_version, -- Which version of the evaluation it was, as sent
    cast(previous_score as double) as previous_score, -- The score of the evaluation before, in this year or an earlier one; null: there was none
    cast(is_comparable as boolean) as is_comparable, -- Whether both were of the same version, so that the scores may be compared; null: there was none before
    cast('published' as varchar) as status -- Always published
from mart.compass
