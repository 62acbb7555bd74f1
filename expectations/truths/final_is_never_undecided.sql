-- Nobody ends up undecided: the category has no row at the final stage
-- blocks: yes
select school_id, year_group, pupils
from mart.destinations_by_school
where cycle = getvariable('cycle') and stage = 'final' and destination_category = 'undecided'
