-- Cells that leaders see nothing of by rule, whatever their count: detail of one school, and what there is nobody to count in
-- grain: cycle, table_name, school_id, year_group, stage, breakdown_topic, breakdown, item
-- rebuild: cycle
with cells as (
    select 'mart.destinations_by_school' as table_name, 'destination' as level, school_id, year_group, stage, breakdown_topic, breakdown, destination_category as item, cohort
    from mart.destinations_by_school
    where cycle = getvariable('cycle')
    union all
    select 'mart.destinations_by_network', 'destination', '', year_group, stage, breakdown_topic, breakdown, destination_category, cohort
    from mart.destinations_by_network
    where cycle = getvariable('cycle')
    union all
    select 'mart.participation_by_school', 'participation', school_id, year_group, stage, breakdown_topic, breakdown, participation, cohort
    from mart.participation_by_school
    where cycle = getvariable('cycle')
    union all
    select 'mart.participation_by_network', 'participation', '', year_group, stage, breakdown_topic, breakdown, participation, cohort
    from mart.participation_by_network
    where cycle = getvariable('cycle')
    union all
    select 'mart.intended_to_final', 'flow', school_id, year_group, '', '', '', intended_category || '>' || final_category, null
    from mart.intended_to_final
    where cycle = getvariable('cycle')
    union all
    -- How many aren't known is shown, so where these few went, or came from, isn't
    select 'mart.intended_to_final_by_network', 'flow', '', year_group, '', '', '', intended_category || '>' || final_category, null
    from mart.intended_to_final_by_network
    where cycle = getvariable('cycle') and (intended_category in ('unknown', 'undecided') or final_category = 'unknown')
    union all
    select 'mart.measures_by_school', 'measure', school_id, year_group, '', breakdown_topic, breakdown, measure, null
    from mart.measures_by_school
    where cycle = getvariable('cycle')
    union all
    select distinct 'mart.measures_by_school', 'measure', m.school_id, m.year_group, '', m.breakdown_topic, m.breakdown, r.cohort_item, null
    from mart.measures_by_school as m
    join ref.measures as r on r.measure = m.measure
    where m.cycle = getvariable('cycle')
        and r.cohort_item not in (select measure from ref.measures)
),
told as (
    select c.*, t.level is not null and (c.school_id = '' or t.of_a_school = 'yes') as is_told
    from cells as c
    left join ref.told_topics as t on t.level = c.level and t.breakdown_topic = c.breakdown_topic
)
select
    cast(getvariable('cycle') as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(table_name as varchar) as table_name, -- The mart table of the cell
    cast(school_id as varchar) as school_id, -- The school; empty for the network
    cast(year_group as integer) as year_group, -- The year group
    cast(stage as varchar) as stage, -- The stage; empty where the table has none
    cast(breakdown_topic as varchar) as breakdown_topic, -- The topic; empty where the table has none
    cast(breakdown as varchar) as breakdown, -- The part of the topic; empty likewise
    cast(item as varchar) as item, -- The category, participation or flow
    cast(case when is_told then 'not_available' else 'suppressed' end as varchar) as status, -- not_available or suppressed
    cast(case when is_told then 'nothing_to_count' else 'detail' end as varchar) as reason -- nothing_to_count or detail
from told
where not is_told or cohort = 0
