-- purpose: cancel the tasks that no risk area calls for any more.  grain: task.  parameters: $now
update task t set status = 'cancelled', outcome = 'unsupported', done_at = $now
where t.status in ('drafted', 'open', 'overdue')
  and t.task_id in (select task_id from risk_task)
  and not exists (
    select 1 from risk_task r
    join standing_areas() a on a.area_id = r.area_id
    join risk_stay s on s.area_id = r.area_id
    where r.task_id = t.task_id and s.person_id = t.person_id and s.within)
returning task_id
