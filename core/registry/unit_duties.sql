-- purpose: who answers for a grid: the responsible, a chain of several in its order, the deputy.  grain: one row per duty.  parameters: $scope roots, $grid_id; $show_work_phone
select
  role,
  name,
  position,
  case when $show_work_phone then phone else mask_phone(phone) end as phone,
  duties
from duty
where grid_id = $grid_id and name is not null and grid_id in (from scope_grids($scope))
order by case role when 'responsible' then 0 when 'deputy' then 2 else 1 end, rank, role
