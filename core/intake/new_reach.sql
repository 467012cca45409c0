-- purpose: where the batch reached.  grain: one row per row of given_visitors.  parameters: $batch
insert into import_grid select distinct $batch, grid_id from given_visitors
