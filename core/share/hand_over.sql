-- purpose: give tasks to a department.  grain: one row of task_handed per task.  parameters: $ids, $scope (roots), $account, $note, $named, $actor, $now
insert into task_handed (handed_id, task_id, account_id, note, named, status, handed_by, handed_at)
select (select coalesce(max(handed_id), 0) from task_handed) + row_number() over (order by task_id), task_id, $account, $note, $named, 'handed', $actor, $now
from task
where task_id in (select unnest(cast($ids as integer[]))) and status in ('open', 'overdue')
  and (grid_id in (from scope_grids($scope)) or owner_grid_id in (from scope_grids($scope)))
  and task_id not in (select task_id from task_handed where status in ('handed', 'answered'))
returning task_id
