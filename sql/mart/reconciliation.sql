-- Before anybody telephones: what each school said of its pupils held against the network's autumn rolls
-- grain: cycle, school_id, year_group, other_school_id, state
-- rebuild: cycle
select
    cast(cycle as varchar) as cycle, -- The academic year that ends with the leaving summer
    cast(school_id as varchar) as school_id, -- The school whose pupils they are
    cast(year_group as integer) as year_group, -- The year group
    cast(coalesce(found_at, expected_at, '') as varchar) as other_school_id, -- The school where they are found, else expected; empty: none of the network
    cast(state as varchar) as state, -- confirmed, no_show, surprise_arrival, contradiction, unclaimed, awaiting_roll, elsewhere or unknown
    cast(count(*) as integer) as pupils -- Pupils of the cohort in this state
from core.reconciliation
where cycle = getvariable('cycle')
group by cycle, school_id, year_group, coalesce(found_at, expected_at, ''), state
