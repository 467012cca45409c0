-- purpose: units that had reopened by the end of an earlier day.  grain: one row (units, resumed, unknown: open since nobody knows when)
-- parameters: $scope (roots), $grid (0: everything), $kind (null: all), $day
select
  count(*) as units,
  count(*) filter (where u.resumption = 'resumed' and u.resumed_on <= $day) as resumed,
  count(*) filter (where u.resumption = 'resumed' and u.resumed_on is null) as unknown
from unit u
join grid g on g.grid_id = u.grid_id
where u.grid_id in (from scope_grids($scope)) and (g.closed_on is null or g.closed_on > $day)
  and ($grid = 0 or g.area_id in (select grid_id from grid_tree where ancestor_id = $grid)
    or u.grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
  and ($kind is null or u.kind = $kind)
