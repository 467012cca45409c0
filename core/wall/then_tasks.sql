-- purpose: how the tasks of an earlier day stood at its end: what was made, done or called off later does not count.  grain: one row (open, overdue, done)
-- parameters: $scope (roots), $grid (0: everything), $day, $cutoff
select
  count(*) filter (where coalesce(done_at > $cutoff, true) and coalesce(due_at > $cutoff, true)) as open,
  count(*) filter (where coalesce(done_at > $cutoff, true) and due_at <= $cutoff) as overdue,
  count(*) filter (where status = 'done' and done_at <= $cutoff) as done
from task
where made_for = $day and created_at <= $cutoff and coalesce(opens_at <= $cutoff, true) and status <> 'drafted'
  and grid_id in (from scope_grids($scope)) and grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
