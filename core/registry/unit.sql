-- purpose: one unit.  grain: one row, or none.  parameters: $scope roots, $code
select
  u.grid_id, g.code, g.name, u.kind, u.industry, u.resumption, u.resumed_on, u.staff, u.staff_back, u.obstacle,
  g.area_id, a.code as area_code, a.name as area_name, g.lon, g.lat, g.closed_on, g.closed_note, i.name as into_name
from unit u
join grid g on g.grid_id = u.grid_id
left join grid a on a.grid_id = g.area_id
left join grid i on i.grid_id = g.into_id
where g.code = $code and u.grid_id in (from scope_grids($scope))
