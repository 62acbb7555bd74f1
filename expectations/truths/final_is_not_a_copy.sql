-- Somewhere in a year group plans change: where every final destination is the intended one, the intentions were probably copied
-- blocks: no
select school_id, year_group, sum(pupils) as pupils
from mart.intended_to_final
where cycle = getvariable('cycle') and 'unknown' not in (intended_category, final_category)
group by school_id, year_group
having sum(pupils) >= 30 and count(distinct final_category) > 1 and sum(pupils) = sum(pupils) filter (where intended_category = final_category)
