-- No row of any file is lost: records = header + dropped + held + superseded + excluded + counted
-- blocks: yes
select delivery_id, records, header_records, dropped_records, held_rows, superseded_rows, excluded_rows, counted_rows
from mart.conservation
where records is distinct from header_records + dropped_records + held_rows + superseded_rows + excluded_rows + counted_rows
