-- purpose: that these records were stored, so that they are known when they come again.  grain: one row per row of `passed_records`
-- parameters: $seq (the last number given), $now
insert into intake_record (record_id, seq, person_id, grid_id, scanned_at, source, code_id, device_id, taken_at)
select cast(record_id as uuid), $seq + no, person_id, grid_id, scanned_at, source, place_code, device, $now from passed_records
