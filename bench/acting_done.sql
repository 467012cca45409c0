-- purpose: as many unfinished tasks and alerts as are wanted, the others done and closed.  grain: one row per task, alert.  parameters: $tasks, $alerts, $at
update task
set status = 'done', done_at = $at, done_how = 'tick'
where status in ('open', 'overdue')
  and task_id not in (select task_id from task where status in ('open', 'overdue') order by hash(task_id) limit $tasks);

update alert
set status = 'resolved', outcome = 'handled', handled_by = 'bench', handled_at = $at, due_at = null, asked_at = null
where status not in ('resolved', 'dismissed')
  and alert_id not in (select alert_id from alert where status not in ('resolved', 'dismissed') order by hash(alert_id) limit $alerts)
