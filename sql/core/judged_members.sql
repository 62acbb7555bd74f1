-- Every named pupil with the cohort's rule applied: counted, or the reason why not
-- grain: cycle, school_id, year_group, pupil_id
-- rebuild: cycle
with judged as (
    select
        m.*,
        case
            when p.left_for_good then 'cohort adjustment'
            when m.denominator = 'roll' and not m.is_on_a_roll then 'not on the roll'
            when not list_contains(rule.enrolment_statuses, m.enrolment_status) then 'other registration'
            when m.denominator = 'roll' and m.left_on <= rule.reference_on then case
                when m.left_on >= rule.listed_apart_from then 'left between October and January'
                when rule.listed_apart_from is not null then 'left before October'
                else 'left before the reference day'
            end
            when m.entry_date > rule.reference_on and not rule.late_joiners then 'joined after the reference day'
            else 'counted'
        end as reason,
        case
            when m.denominator <> 'roll' then 'named in an extract'
            when m.entry_date > rule.reference_on then 'joined later'
            when rule.reference_on > getvariable('as_of') then 'on roll so far'
            else 'on roll on the reference day'
        end as counted_because
    from core.members as m
    join core.pupils as p on p.pupil_id = m.pupil_id
    join ref.collections as rule on rule.cycle = m.cycle and rule.year_group = m.year_group and rule.stage = 'intended'
    where m.cycle = getvariable('cycle')
),
placed as (
    select
        *,
        row_number() over (
            partition by pupil_id
            order by reason <> 'counted', left_on is not null, denominator <> 'roll', coalesce(entry_date, first_seen_on) desc, year_group desc, school_id
        ) as place
    from judged
)
select
    cast(cycle as varchar) as cycle, -- The cycle
    cast(school_id as varchar) as school_id, -- The school
    cast(year_group as integer) as year_group, -- The year group
    cast(pupil_id as varchar) as pupil_id, -- The pupil
    cast(case when reason = 'counted' and place > 1 then 'counted at another school' else reason end as varchar) as reason, -- counted, or why the pupil is not in the cohort
    cast(counted_because as varchar) as counted_because -- Why the pupil would count
from placed
