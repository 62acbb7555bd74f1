-- A pupil is on the roll of one school and one year group through the year, so that encounters are counted once
-- blocks: yes
select pupil_id, count(*) as rolls
from core.on_roll
where cycle = getvariable('cycle')
group by pupil_id
having count(*) > 1
