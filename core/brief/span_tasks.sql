-- purpose: tasks of a span of days.  grain: one row (due, done, in time)
-- parameters: $scope (roots), $grid, $since and $until (first and last day), $cutoff (the end of the last), and of one theme alone (null: all) $detector, $class, $area
select
  count(*) as due,
  count(*) filter (where status = 'done' and done_at <= $cutoff) as done,
  count(*) filter (where status = 'done' and done_at <= due_at) as in_time
from task
where cast(due_at as date) between $since and $until and status in ('open', 'done', 'overdue') and created_at <= $cutoff
  and grid_id in (from scope_grids($scope)) and grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  and ($class is null or class = $class)
  and ($detector is null or alert_id in (select a.alert_id from alert a where a.detector = $detector))
  and ($area is null or task_id in (select r.task_id from risk_task r where r.area_id = $area))
