-- purpose: tasks due, done and overdue of some grids, each with all below it; what lies in none of them stands with the grid itself
-- grain: one row per grid, measure and day.  parameters: $scope (roots), $grid (0: everything), $children (grid ids), $since, $until
with below as (
  select ancestor_id as child_id, grid_id
  from grid_tree
  where ancestor_id in (select unnest($children)) and grid_id in (from scope_grids($scope))
),
counted as (
  select coalesce(b.child_id, $grid) as grid_id, d.measure, d.day, sum(d.due) as due, sum(d.done) as done, sum(d.late) as late, sum(d.overdue) as overdue
  from task_day d
  left join below b on b.grid_id = d.grid_id
  where d.day between $since and $until
    and d.grid_id in (from scope_grids($scope)) and d.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by coalesce(b.child_id, $grid), d.measure, d.day
)
select
  c.grid_id, g.code, g.name, g.lon, g.lat, c.measure, c.day, cast(c.due as bigint) as due, cast(c.done as bigint) as done,
  cast(c.late as bigint) as late, cast(c.overdue as bigint) as overdue
from counted c
left join grid g on g.grid_id = c.grid_id
order by c.grid_id, c.measure, c.day
