-- The conservation ledger: in every file, records = header + dropped + held + superseded + excluded + counted
-- grain: delivery_id
-- rebuild: all
with fates as (
    select
        delivery_id,
        count(*) filter (where fate = 'held') as held_rows,
        count(*) filter (where fate = 'superseded') as superseded_rows,
        count(*) filter (where fate = 'excluded') as excluded_rows,
        count(*) filter (where fate = 'counted') as counted_rows
    from core.row_fates
    group by delivery_id
)
select
    cast(d.delivery_id as varchar) as delivery_id, -- The delivery
    cast(v.school_id as varchar) as school_id, -- The school; null where the folder is no school of the network
    cast(d.path as varchar) as path, -- The path under the inbox
    cast(d.records as integer) as records, -- Physical records in the file
    cast(d.header_records as integer) as header_records, -- Header rows
    cast(d.dropped_records as integer) as dropped_records, -- Records that are no pupil's row, each with its reason in raw.dropped
    cast(coalesce(f.held_rows, 0) as integer) as held_rows, -- Rows held back by a blocking finding
    cast(coalesce(f.superseded_rows, 0) as integer) as superseded_rows, -- Rows that newer news replaced
    cast(coalesce(f.excluded_rows, 0) as integer) as excluded_rows, -- Rows that count for nothing, each with its reason in core.row_fates
    cast(coalesce(f.counted_rows, 0) as integer) as counted_rows -- Rows that count
from raw.deliveries as d
join staged.deliveries as v on v.delivery_id = d.delivery_id
left join fates as f on f.delivery_id = d.delivery_id
