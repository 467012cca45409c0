-- purpose: the grids that a drill asks.  grain: one row per grid in use.  parameters: $scope (roots), $grid (0: everything), $levels, $at
select g.grid_id
from grid g
where (g.axis = 'area' or g.parent_id is null) and (g.closed_on is null or g.closed_on > cast($at as date))
  and list_contains($levels, case g.axis when 'block' then 'unit' else g.level end)
  and g.grid_id in (from scope_grids($scope)) and g.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
order by g.grid_id
