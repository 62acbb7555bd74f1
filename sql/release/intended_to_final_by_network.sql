-- mart.intended_to_final_by_network after disclosure control: the flows that leaders may see; a pair without a line may be of nobody or of a few
-- grain: cycle, year_group, intended_category, final_category
-- rebuild: cycle
select
    cast(m.cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(m.year_group as integer) as year_group, -- The year group
    cast(m.intended_category as varchar) as intended_category, -- The category intended
    cast(m.final_category as varchar) as final_category, -- The category in the end
    cast(m.pupils as integer) as pupils, -- Pupils who went from the one to the other
    cast('published' as varchar) as status -- Always published: what is hidden has no line
from mart.intended_to_final_by_network as m
anti join mart.suppressions as s
    on s.audience = 'leaders' and s.cycle = m.cycle and s.table_name = 'mart.intended_to_final_by_network' and s.school_id = ''
    and s.year_group = m.year_group and s.item = m.intended_category || '>' || m.final_category
where m.cycle = getvariable('cycle')
