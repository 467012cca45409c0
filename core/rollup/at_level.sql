-- purpose: the grids of one level anywhere below one, as far as they are visible; none that is closed
-- grain: one row per grid.  parameters: $scope (roots), $grid (0: everything), $level
select g.grid_id
from grid g
where g.axis = 'area' and g.level = $level and g.closed_on is null
  and g.grid_id in (from scope_grids($scope))
  and ($grid = 0 or g.grid_id in (select grid_id from grid_tree where ancestor_id = $grid and grid_id <> $grid))
order by g.grid_id;
