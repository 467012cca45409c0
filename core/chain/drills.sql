-- purpose: drills with how far they are answered.  grain: one row per drill.  parameters: $scope (roots)
select
  d.drill_id, d.grid_id, g.name as grid_name, d.levels, d.started_by, d.started_at, d.due_at, d.closed_at, count(*) as calls, count(c.answered_at) as answered,
  count(*) filter (where c.answered_at <= d.due_at) as in_time,
  count(*) filter (where c.answered_at is null and (list_contains($scope, c.owner_grid_id)
    or list_contains($scope, 0) and c.owner_grid_id in (select grid_id from grid where parent_id is null and axis = 'area'))) as own
from drill d
join drill_call c on c.drill_id = d.drill_id
left join grid g on g.grid_id = d.grid_id
where c.grid_id in (from scope_grids($scope))
group by d.drill_id, d.grid_id, g.name, d.levels, d.started_by, d.started_at, d.due_at, d.closed_at
order by d.drill_id desc
