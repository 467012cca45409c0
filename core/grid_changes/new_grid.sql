-- purpose: a grid that comes to be by a merge or a split, in the middle of what goes into it
-- grain: one row of grid.  parameters: $grid, $code, $name, $level, $parent, $near (grids), $now
insert into grid (grid_id, code, name, axis, level, parent_id, lon, lat, updated_at)
select $grid, $code, $name, 'area', $level, $parent, avg(lon), avg(lat), $now
from grid where list_contains($near, grid_id)
