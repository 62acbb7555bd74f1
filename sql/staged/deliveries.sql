-- Every delivery with its school and whether it has been withdrawn
-- grain: delivery_id
-- rebuild: all
select
    cast(d.delivery_id as varchar) as delivery_id, -- The delivery
    cast(d.delivery_number as integer) as delivery_number, -- Its number in the event log: later is higher
    cast(d.folder as varchar) as folder, -- The folder it lay in
    cast(s.school_id as varchar) as school_id, -- The school; null where the folder is no school of the network
    cast(d.path as varchar) as path, -- The path under the inbox
    cast(d.filename as varchar) as filename, -- The file's own name
    cast(d.format as varchar) as format, -- csv, xlsx or unreadable
    cast(d.kind as varchar) as kind, -- The kind of extract
    cast(d.received_at as timestamp) as received_at, -- When it came, UTC
    cast(d.received_on as date) as received_on, -- When it came, London calendar date
    cast(d.row_records as integer) as row_records, -- Rows of pupils in it
    cast(coalesce(r.rows_with_destination, 0) as integer) as rows_with_destination, -- Of them, rows that say a destination
    cast(coalesce(w.decision = 'withdraw', false) as boolean) as is_withdrawn -- Whether a person took it out of the current picture
from raw.deliveries as d
left join ref.schools as s on s.school_id = d.folder
left join ref.decisions as w on w.delivery_id = d.delivery_id
left join (
    select delivery_id, count(distinct (sheet, line)) filter (where trim(destination_type) <> '') as rows_with_destination
    from raw.rows
    group by delivery_id
) as r on r.delivery_id = d.delivery_id
