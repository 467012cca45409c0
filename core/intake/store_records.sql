-- purpose: that these records were stored, so that they are known when they come again.  grain: one row per record
-- parameters: lists of one length ($records as text, $people, $grids, $times, $sources, $codes, $devices), $seq (the last number given), $now
insert into intake_record (record_id, seq, person_id, grid_id, scanned_at, source, code_id, device_id, taken_at)
select
  unnest(cast($records as uuid[])), $seq + unnest(range(1, len($records) + 1)), unnest(cast($people as integer[])),
  unnest(cast($grids as integer[])), unnest(cast($times as timestamp[])), unnest(cast($sources as text[])), unnest(cast($codes as integer[])),
  unnest(cast($devices as integer[])), $now
