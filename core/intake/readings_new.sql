-- purpose: values that were not there.  grain: one row per value of judged_readings that passed.  parameters: $batch
insert into reading (reading_id, grid_id, station, measured_at, indicator, value, batch_id)
select (select coalesce(max(reading_id), 0) from reading) + row_number() over (order by measured_at, no, indicator), grid_id, station_code, measured_at, indicator, value, $batch
from judged_readings where reason is null and reading_id is null and times = 1
