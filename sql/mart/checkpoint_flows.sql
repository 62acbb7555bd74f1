-- From what the pupils of each school were going to do at a checkpoint to what they did: pairs of categories that somebody is in
-- grain: cycle, school_id, year_group, checkpoint, checkpoint_category, final_category
-- rebuild: cycle
select
    cast(k.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(k.school_id as varchar) as school_id, -- The school
    cast(k.year_group as integer) as year_group, -- The year group
    cast(k.checkpoint as varchar) as checkpoint, -- The checkpoint
    cast(k.destination_category as varchar) as checkpoint_category, -- The category at the checkpoint
    cast(f.destination_category as varchar) as final_category, -- The category in the end
    cast(count(*) as integer) as pupils -- Pupils who went from the one to the other
from core.checkpoints as k
join core.destinations as f on f.cycle = k.cycle and f.pupil_id = k.pupil_id and f.stage = 'final'
where k.cycle = getvariable('cycle')
group by k.cycle, k.school_id, k.year_group, k.checkpoint, k.destination_category, f.destination_category
