-- mart.intended_to_final_by_network after disclosure control: what leaders may see
-- grain: cycle, year_group, intended_category, final_category
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.intended_category as varchar) as intended_category, -- The category intended
    cast(m.final_category as varchar) as final_category, -- The category in the end
    cast(case when s.status is null then m.pupils end as integer) as pupils, -- Pupils who went from the one to the other; null where not published
    cast(coalesce(s.status, 'published') as varchar) as status -- published or suppressed
from mart.intended_to_final_by_network as m
left join mart.suppressions as s
    on s.cycle = m.cycle and s.table_name = 'mart.intended_to_final_by_network' and s.school_id = ''
    and s.year_group = m.year_group and s.item = m.intended_category || '>' || m.final_category
where m.cycle = getvariable('cycle')
