-- purpose: the scans that passed, in the order in which they are given.  grain: one row per scan
-- parameters: lists of one length ($people, $grids, $times, $directions, $temperatures, $symptoms), $batch.  Lists, not a table in Python's hands: of
-- few scans reading such a table costs as much as all else
insert into check_in (person_id, grid_id, scanned_at, direction, temperature, symptoms, batch_id)
select
  unnest(cast($people as integer[])), unnest(cast($grids as integer[])), unnest(cast($times as timestamp[])), unnest(cast($directions as text[])),
  unnest(cast($temperatures as double[])), unnest(cast($symptoms as text[])), $batch
