-- From when on the lists of encounters that a school sent tell anything: before it, that nobody met anybody is not known
-- grain: school_id
-- rebuild: all
select
    cast(d.school_id as varchar) as school_id, -- The school
    cast(min(e.encounter_on) as date) as told_from -- The first day on which a list tells of an encounter
from core.encounters as e
join staged.deliveries as d on d.delivery_id = e.delivery_id and d.kind = 'encounters'
where d.school_id is not null
group by d.school_id
