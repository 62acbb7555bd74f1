-- Destinations held (benchmark 3): of how many leavers the school knows where they were in the first, second and third academic year after leaving
-- grain: cycle, school_id, year_group, years_after
-- rebuild: all
with windows as (
    select cycle, year_group, years_after, from_on, until_on
    from ref.benchmark_windows
    where rule = 'destinations_held'
),
told as (
    select cycle, pupil_id, unnest([recorded_on, verified_on]) as told_on
    from core.claims
    where stage = 'final' and participation not in ('unknown', 'undecided')
),
counting as (
    select distinct unnest(enrolment_statuses) as enrolment_status
    from ref.collections
),
rolled as (
    -- A roll of a later year shows where the pupil was in that year
    select distinct m.pupil_id, greatest(starts.on_date, m.entry_date) as on_roll_from
    from core.members as m
    join ref.calendar as starts on starts.cycle = m.cycle and starts.event = 'year_starts'
    join counting as c on c.enrolment_status = m.enrolment_status
    where m.is_on_a_roll and coalesce(m.left_on > starts.on_date, true)
),
known as (
    select h.cycle, h.pupil_id, w.years_after
    from core.cohort as h
    join windows as w on w.cycle = h.cycle and w.year_group = h.year_group
    join told as t on t.pupil_id = h.pupil_id and t.cycle >= h.cycle and t.told_on between w.from_on and w.until_on
    union
    select h.cycle, h.pupil_id, w.years_after
    from core.cohort as h
    join windows as w on w.cycle = h.cycle and w.year_group = h.year_group
    join rolled as r on r.pupil_id = h.pupil_id and r.on_roll_from between w.from_on and w.until_on
)
select
    cast(h.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(h.school_id as varchar) as school_id, -- The school
    cast(h.year_group as integer) as year_group, -- The year group that left: 11 or 13
    cast(w.years_after as integer) as years_after, -- 1, 2 or 3: which academic year after leaving
    cast(w.from_on as date) as from_on, -- Its first day
    cast(w.until_on as date) as until_on, -- Its last day
    cast(count(*) as integer) as cohort, -- Pupils who count
    cast(case when w.from_on <= getvariable('as_of') then count(k.pupil_id) end as integer) as pupils, -- Of them, those whose destination was said or verified in that year, or shown by a roll of the network; null while that year lies ahead
    cast(case when w.from_on <= getvariable('as_of') and bool_or(h.denominator = 'roll') then count(k.pupil_id) / count(*) end as double) as share, -- pupils / cohort; null while that year lies ahead, and where the school sent no roll
    cast(w.until_on < getvariable('as_of') as boolean) as is_over -- Whether that year is over
from core.cohort as h
join windows as w on w.cycle = h.cycle and w.year_group = h.year_group
left join known as k on k.cycle = h.cycle and k.pupil_id = h.pupil_id and k.years_after = w.years_after
group by h.cycle, h.school_id, h.year_group, w.years_after, w.from_on, w.until_on
