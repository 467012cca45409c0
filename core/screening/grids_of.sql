-- purpose: how many grids of the county an area covers, units in it counted too.  grain: one row.  parameters: $grid
select count(*) from grid_tree where ancestor_id = $grid
