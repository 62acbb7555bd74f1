-- The pupils of the cohort as worklists name them: without who objects to being followed, and without who left for good
-- grain: cycle, pupil_id
-- rebuild: cycle
with own_numbers as (
    select l.pupil_id, r.school_id, arg_max(r.mis_id, r.delivery_number) as mis_id
    from staged.rows as r
    join core.pupil_links as l on l.delivery_id = r.delivery_id and l.sheet = r.sheet and l.line = r.line
    where r.cycle = getvariable('cycle') and r.kind in ('roll', 'destinations')
    group by l.pupil_id, r.school_id
)
select
    cast(h.cycle as varchar) as cycle, -- The cycle
    cast(h.pupil_id as varchar) as pupil_id, -- The pupil
    cast(h.school_id as varchar) as school_id, -- The school that counts the pupil
    cast(h.year_group as integer) as year_group, -- The year group
    cast(h.form as varchar) as form, -- Tutor group
    cast(p.surname as varchar) as surname, -- Surname
    cast(p.forename as varchar) as forename, -- Forename
    cast(p.date_of_birth as date) as date_of_birth, -- Date of birth
    cast(p.upn as varchar) as upn, -- Unique pupil number
    cast(n.mis_id as varchar) as mis_id, -- The school's own number for the pupil
    cast(h.is_leaver as boolean) as is_leaver, -- Whether the pupil left during the year
    -- Who is still at school may be spoken to like anybody; a leaver must have said yes
    cast(coalesce(c.may_contact, false) or (not h.is_leaver and d.leaving_on > getvariable('as_of') and coalesce(c.contact_permission, '') <> 'no') as boolean) as may_contact -- Whether worklists may show how to reach the family
from core.cohort as h
join core.pupils as p on p.pupil_id = h.pupil_id and not p.left_for_good
join ref.collections as d on d.cycle = h.cycle and d.year_group = h.year_group and d.stage = 'intended'
left join core.contacts as c on c.pupil_id = h.pupil_id
left join own_numbers as n on n.pupil_id = h.pupil_id and n.school_id = h.school_id
where h.cycle = getvariable('cycle') and not coalesce(c.is_objector, false)
