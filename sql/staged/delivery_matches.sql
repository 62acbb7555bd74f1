-- How well each file fits the rolls: of its pupils in each cycle and year group, how many are on which roll
-- grain: delivery_id, cycle, year_group
-- rebuild: all
with counted as (
    select
        delivery_id, cycle, year_group, has_own_roll,
        count(*) as pupils,
        count(*) filter (where on_own_roll) as on_own_roll,
        count(*) filter (where beside_another_name) as beside_another_name,
        count(*) filter (where on_last_years_roll) as on_last_years_roll,
        count(*) filter (where on_roll_of_year_below) as on_roll_of_year_below,
        count(*) filter (where on_other_schools_roll) as on_other_schools_roll
    from staged.roll_matches
    group by all
    union all by name
    -- Of applications, feedback and encounters only that somebody knows the pupils is asked
    select
        delivery_id, cycle, 0 as year_group, bool_or(can_be_known) as has_own_roll, count(*) as pupils,
        count(*) filter (where is_known) as on_own_roll, 0 as beside_another_name, 0 as on_last_years_roll, 0 as on_roll_of_year_below,
        0 as on_other_schools_roll
    from staged.follower_matches
    group by all
),
judged as (
    select
        c.*, d.school_id, d.delivery_number, d.kind, c.year_group = 0 as is_of_followers,
        c.year_group in (select year_group::integer from ref.expected_year_groups) and not exists (
            from ref.expected_year_groups as e
            join ref.schools as s on s.phase = e.phase and (e.needs_sixth_form = 'no' or s.has_sixth_form)
            where s.school_id = d.school_id and e.year_group::integer = c.year_group
        ) as is_unexpected
    from counted as c
    join staged.deliveries as d on d.delivery_id = c.delivery_id
),
limits as (
    select
        max(share) filter (where rule = 'few_pupils_on_the_roll') as known_share,
        max(fewest) filter (where rule = 'few_pupils_on_the_roll') as fewest,
        max(share) filter (where rule = 'few_pupils_known') as follower_share,
        max(fewest) filter (where rule = 'few_pupils_known') as fewest_followers
    from ref.doubts
)
select
    cast(delivery_id as varchar) as delivery_id, -- The delivery
    cast(delivery_number as integer) as delivery_number, -- Its number in the event log
    cast(school_id as varchar) as school_id, -- The school
    cast(kind as varchar) as kind, -- The kind of extract
    cast(cycle as varchar) as cycle, -- The cycle that the rows say
    cast(year_group as integer) as year_group, -- The year group that the rows say; 0 for applications, feedback and encounters, which may span several
    cast(pupils as integer) as pupils, -- Rows of pupils
    cast(has_own_roll as boolean) as has_own_roll, -- Whether the school has (for a roll: had before) a roll of this cycle and year group; for applications, feedback and encounters any list of that cycle
    cast(on_own_roll as integer) as on_own_roll, -- Pupils who are on it; of applications, feedback and encounters rows whose pupil is known
    cast(beside_another_name as integer) as beside_another_name, -- Pupils whose UPN is on it beside another name
    cast(on_last_years_roll as integer) as on_last_years_roll, -- Pupils on an earlier cycle's roll of the same year group
    cast(on_roll_of_year_below as integer) as on_roll_of_year_below, -- Pupils on the same cycle's roll of the year group below
    cast(on_other_schools_roll as integer) as on_other_schools_roll, -- Pupils on another school's roll of this cycle and year group
    cast(case
        when is_of_followers then case when has_own_roll and pupils >= fewest_followers and on_own_roll < follower_share * pupils then 'few_pupils_known' end
        when pupils < fewest then null
        when beside_another_name >= known_share * pupils then 'numbers_beside_other_names'
        when has_own_roll and on_own_roll >= known_share * pupils then null
        when on_roll_of_year_below >= known_share * pupils and (has_own_roll or is_unexpected or kind = 'roll') then 'pupils_of_the_year_below'
        when on_last_years_roll >= known_share * pupils then 'pupils_of_last_year'
        when on_other_schools_roll >= known_share * pupils then 'pupils_of_another_school'
        when has_own_roll then 'few_pupils_on_the_roll'
    end as varchar) as doubt -- The doubt that this raises; null: none
from judged
cross join limits
