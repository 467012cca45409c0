-- purpose: that these records were stored, so that they are known when they come again.  grain: one row per record of `judged` that passed
-- parameters: $seq (the last number given), $now
insert into intake_record (record_id, seq, person_id, grid_id, scanned_at, source, code_id, device_id, taken_at)
select record_id, $seq + row_number() over (order by no), person_id, grid_id, scanned_at, source, place_code, device, $now from judged
where reason is null and not known
