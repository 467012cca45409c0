-- purpose: units lying in a grid, for the map.  grain: one row per unit.  parameters: $grid, $scope (roots)
select
  g.grid_id, g.code, g.name, g.area_id, g.lon, g.lat, u.kind, u.industry, u.resumption, u.staff, u.staff_back
from unit u
join grid g on g.grid_id = u.grid_id
where u.grid_id in (from scope_grids($scope))
  and u.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
order by g.code
