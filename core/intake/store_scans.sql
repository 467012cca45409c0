-- purpose: the scans of the records that passed (`judged`), in their order.  grain: one row per record.  parameters: $batch
insert into check_in (person_id, grid_id, scanned_at, direction, temperature, symptoms, batch_id)
select person_id, grid_id, scanned_at, direction, temperature, symptoms, $batch from judged
where reason is null and not known
order by scanned_at
