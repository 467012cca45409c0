-- purpose: area grids of given names, those of one parent being a map.  grain: one row per grid.  parameters: $scope (roots), $names
select g.grid_id, g.parent_id, g.name, g.lon, g.lat
from grid g
where g.axis = 'area' and g.closed_on is null and list_contains($names, g.name) and g.grid_id in (from scope_grids($scope))
order by g.parent_id, g.grid_id;
