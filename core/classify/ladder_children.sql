-- purpose: the grids next below one, and of an area the units in it, with their grades, the worst first.  grain: one row per visible grid
-- parameters: $scope (roots), $grid, $order (grades, the worst first)
select g.grid_id, g.code, g.name, g.axis, g.level, a.grade, a.since, a.reason, a.fields
from grid g
left join grid_grade a on a.grid_id = g.grid_id
where (g.parent_id = $grid or (g.axis = 'block' and g.parent_id is null and g.grid_id in (select grid_id from grid_tree where ancestor_id = $grid and grid_id <> $grid)))
  and g.closed_on is null and g.grid_id in (from scope_grids($scope))
order by coalesce(list_position($order, a.grade), 99), a.since desc, g.grid_id
