-- Who is on a school's roll through the year, Years 7 to 13: the denominator of encounters; a pupil who moved counts where they joined last
-- grain: cycle, school_id, year_group, pupil_id
-- rebuild: cycle
with present as (
    select m.*
    from core.members as m
    join core.pupils as p on p.pupil_id = m.pupil_id and not p.left_for_good
    join ref.calendar as leaving on leaving.cycle = m.cycle and leaving.event = 'leaving_date'
    where
        m.cycle = getvariable('cycle') and m.is_on_a_roll
        and m.year_group in (select year_group from ref.benchmark_windows where rule = 'employer_every_year')
        and m.enrolment_status in (select unnest(enrolment_statuses) from ref.collections)
        -- Who left before the school leaving date had no whole year to meet anybody in
        and coalesce(m.left_on >= leaving.on_date, true)
    qualify row_number() over (
        partition by m.pupil_id order by coalesce(m.entry_date, m.first_seen_on) desc, m.year_group desc, m.school_id
    ) = 1
)
select
    cast(m.cycle as varchar) as cycle, -- The cycle
    cast(m.school_id as varchar) as school_id, -- The school
    cast(m.year_group as integer) as year_group, -- The year group, 7 to 13
    cast(m.pupil_id as varchar) as pupil_id, -- The pupil
    cast(coalesce(h.disadvantage, case
        when 'yes' in (m.looked_after, m.disadvantaged) then 'disadvantaged'
        when m.disadvantaged = 'no' then 'not_disadvantaged'
        else 'not_known'
    end) as varchar) as disadvantage, -- disadvantaged, not_disadvantaged or not_known; as in the cohort where the pupil is in it
    cast(coalesce(h.sen, m.sen_provision, 'not_known') as varchar) as sen -- ehc_plan, sen_support, none or not_known; likewise
from present as m
left join core.cohort as h on h.cycle = m.cycle and h.pupil_id = m.pupil_id
