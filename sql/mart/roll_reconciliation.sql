-- Rolls and lists of destinations held against each other, both ways: who is on the roll but in no list, who is in a list but on no roll
-- grain: cycle, school_id, year_group, stage
-- rebuild: cycle
with named as (
    select distinct c.school_id, c.year_group, c.stage_sent as stage, c.pupil_id
    from core.claims as c
    where c.cycle = getvariable('cycle') and not c.is_from_roll
),
collected as (
    select s.school_id, e.year_group::integer as year_group, unnest(string_split(e.stages, '|')) as stage
    from ref.schools as s
    join ref.expected_year_groups as e on e.phase = s.phase and (e.needs_sixth_form = 'no' or s.has_sixth_form)
),
pupils as (
    select m.school_id, m.year_group, c.stage, m.pupil_id, m.is_on_a_roll, h.pupil_id is not null as is_counted, n.pupil_id is not null as is_named
    from core.members as m
    join collected as c on c.school_id = m.school_id and c.year_group = m.year_group
    left join core.cohort as h on h.cycle = m.cycle and h.pupil_id = m.pupil_id and h.school_id = m.school_id and h.year_group = m.year_group
    left join named as n on n.school_id = m.school_id and n.year_group = m.year_group and n.stage = c.stage and n.pupil_id = m.pupil_id
    join core.pupils as p on p.pupil_id = m.pupil_id and not p.left_for_good
    where m.cycle = getvariable('cycle')
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group
    cast(stage as varchar) as stage, -- The stage as sent
    cast(count(*) filter (where is_counted) as integer) as cohort, -- Pupils who count
    cast(count(*) filter (where is_counted and is_named) as integer) as cohort_named, -- Of them, those of whom a list says something
    cast(count(*) filter (where is_counted and not is_named) as integer) as cohort_not_named, -- Of them, those of whom no list says anything
    cast(count(*) filter (where is_named and not is_on_a_roll) as integer) as named_not_on_roll -- Pupils in a list whom no roll of the school and year group has
from pupils
group by school_id, year_group, stage
