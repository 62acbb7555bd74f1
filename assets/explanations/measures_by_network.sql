-- The pupils of the network's measures: those of every school of which the measure can be told
select m.*
from {measures} as m
semi join (
    select cycle, school_id, year_group, breakdown_topic, breakdown, measure from mart.measures_by_school where pupils is not null
    union
    select cycle, school_id, year_group, breakdown_topic, breakdown, measure from mart.outcome_measures where pupils is not null
) as told
    using (cycle, school_id, year_group, breakdown_topic, breakdown, measure)
