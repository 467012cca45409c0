-- purpose: whom a drill asks; after head.sql, whose `step` it reads.  grain: one row per grid.  parameters: those of head.sql, $n
select $n, grid_id, owner_grid_id, owner_role from step where step = 1 order by grid_id
