-- purpose: the chain of some grids, for reading.  grain: one row per start and step, the nearest first.  parameters: those of head.sql, $scope (roots), $show_work_phone
select
  s.grid_id, s.step, s.post_grid_id, s.post_role, s.owner_grid_id, g.code as owner_code, g.name as owner_grid, g.level as owner_level, s.owner_role, s.stands_in, s.name,
  case when $show_work_phone then s.phone else mask_phone(s.phone) end as phone
from step s
join grid g on g.grid_id = s.owner_grid_id
where s.grid_id in (from scope_grids($scope))
order by s.grid_id, s.step
