-- purpose: an area grid and all below it, in the order of their codes.  grain: one row per grid.  parameters: $scope roots, $grid (0: all)
select grid_id
from grid
where axis = 'area' and closed_on is null
  and grid_id in (from scope_grids($scope))
  and grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
order by code
