-- The pupils of each school's measures, as far as they can be told
select m.*
from {measures} as m
semi join (from mart.measures_by_school where pupils is not null) as told
    using (cycle, school_id, year_group, breakdown_topic, breakdown, measure)
