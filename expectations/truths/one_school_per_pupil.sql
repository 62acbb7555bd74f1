-- A pupil is in the cohort of one school and one year group in a cycle, so that the network is the sum of its schools
-- blocks: yes
select pupil_id, count(*) as cohorts
from core.cohort
where cycle = getvariable('cycle')
group by pupil_id
having count(*) > 1
