-- Every delivery with its school, what its rows say as a whole, and whether it has been withdrawn
-- grain: delivery_id
-- rebuild: all
with said as (
    select
        r.delivery_id,
        count(distinct (r.sheet, r.line)) filter (where trim(r.destination_type) <> '') as rows_with_destination,
        count(distinct (r.sheet, r.line)) filter (where trim(r.school) <> '') as rows_naming_a_school,
        count(distinct (r.sheet, r.line)) filter (where trim(r.school) <> '' and n.school_id is distinct from d.folder) as rows_naming_another_school,
        max(n.school_id) filter (where n.school_id <> d.folder) as other_school_id,
        list(distinct r.in_cycle) filter (where r.in_cycle is not null) as cycles
    from raw.rows as r
    join raw.deliveries as d on d.delivery_id = r.delivery_id
    left join ref.school_names as n on n.name_key = regexp_replace(lower(strip_accents(r.school)), '[^a-z0-9]', '', 'g')
    group by r.delivery_id
),
same_bytes as (
    select d.delivery_id, min(e.cycle) as cycle
    from raw.deliveries as d
    join said as s on s.delivery_id = d.delivery_id
    join raw.deliveries as o on o.file_id = d.file_id and o.folder = d.folder and o.delivery_number < d.delivery_number
    join (select delivery_id, unnest(cycles) as cycle from said) as e on e.delivery_id = o.delivery_id
    where not list_contains(s.cycles, e.cycle) and len(s.cycles) > 0
    group by d.delivery_id
)
select
    cast(d.delivery_id as varchar) as delivery_id, -- The delivery
    cast(d.delivery_number as integer) as delivery_number, -- Its number in the event log: later is higher
    cast(d.folder as varchar) as folder, -- The folder it lay in
    cast(coalesce(d.folder = '_network', false) as boolean) as is_network_wide, -- Whether it lay in the folder of files about many schools
    cast(s.school_id as varchar) as school_id, -- The school; null where the folder is no school of the network
    cast(d.path as varchar) as path, -- The path under the inbox
    cast(d.filename as varchar) as filename, -- The file's own name
    cast(d.format as varchar) as format, -- csv, tsv, xlsx, xlsb, xls, ods, html, zip or unreadable
    cast(d.kind as varchar) as kind, -- The kind of extract
    cast(d.answers as varchar) as answers, -- The delivery whose to-fix workbook this is
    cast(d.worklist as varchar) as worklist, -- The worklist that came back, such as chase_list; null: none
    cast(d.worklist_school_id as varchar) as worklist_school_id, -- The school that the worklist was made for
    cast(d.worklist_cycle as varchar) as worklist_cycle, -- The cycle that the worklist was made for
    cast(d.worklist_made_on as date) as worklist_made_on, -- The day whose knowledge the worklist holds
    cast(date_diff('day', d.worklist_made_on, d.received_on) as integer) as worklist_days, -- How many days after that day it came
    cast(d.received_at as timestamp) as received_at, -- When it came, UTC
    cast(d.received_on as date) as received_on, -- When it came, London calendar date
    cast(d.row_records as integer) as row_records, -- Rows of pupils in it
    cast(coalesce(r.rows_with_destination, 0) as integer) as rows_with_destination, -- Of them, rows that say a destination
    cast(coalesce(r.rows_naming_a_school, 0) as integer) as rows_naming_a_school, -- Of them, rows that write a school
    cast(coalesce(r.rows_naming_another_school, 0) as integer) as rows_naming_another_school, -- Of them, rows that name another school than the folder, or one that is not in the list
    cast(coalesce(o.name, 'one that is not in the network''s list of schools') as varchar) as other_school, -- A school that they name
    cast(b.cycle as varchar) as same_bytes_in, -- The cycle for which the very same bytes came before, where this file is about another
    cast(coalesce(w.decision = 'withdraw', false) as boolean) as is_withdrawn, -- Whether a person took it out of the current picture
    cast(case when w.decision = 'withdraw' then w.why end as varchar) as withdrawn_because -- The reason given
from raw.deliveries as d
left join ref.schools as s on s.school_id = d.folder
left join ref.decisions as w on w.delivery_id = d.delivery_id and w.subject = 'withdrawal'
left join said as r on r.delivery_id = d.delivery_id
left join ref.schools as o on o.school_id = r.other_school_id
left join same_bytes as b on b.delivery_id = d.delivery_id
