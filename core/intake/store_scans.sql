-- purpose: the scans of the records that passed, in the order in which they are given.  grain: one row per row of `passed_records`.  parameters: $batch
insert into check_in (person_id, grid_id, scanned_at, direction, temperature, symptoms, batch_id)
select person_id, grid_id, scanned_at, direction, temperature, symptoms, $batch from passed_records
