-- purpose: who answers for a grid.  grain: one row per duty.  parameters: $scope roots, $grid_id; $show_phone
select
  role,
  name,
  position,
  case when $show_phone then phone else mask_phone(phone) end as phone,
  duties
from duty
where grid_id = $grid_id and name is not null and grid_id in (from scope_grids($scope))
order by role desc, name
