-- Every sixth-form pupil who left during the year
select * replace (list_transform(measures, name -> case name when 'leavers' then 'left_in_year' else 'left_' || name end) as measures)
from {in_year_leavers}
