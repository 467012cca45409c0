-- purpose: tasks by hand about somebody who was erased end, and forget whom they were about; moves of tasks that are no more go.  grain: one row per task.  parameters: $at
update task
set person_id = null, title = null, status = case when status in ('drafted', 'open', 'overdue') then 'cancelled' else status end,
  done_how = case when status in ('drafted', 'open', 'overdue') then 'gone' else done_how end,
  done_at = case when status in ('drafted', 'open', 'overdue') then $at else done_at end
where kind <> 'measure' and person_id is not null and not exists (select 1 from person p where p.person_id = task.person_id);

-- … and follow whoever moved to another grid of the register
update task t
set grid_id = p.home_grid_id, asked_grid_id = case when t.given_role is null then p.home_grid_id else t.asked_grid_id end
from person p
where t.kind <> 'measure' and t.status in ('open', 'overdue') and p.person_id = t.person_id and p.home_grid_id <> t.grid_id
  and t.task_id not in (select task_id from risk_task);

delete from task_move where task_id not in (select task_id from task);

-- … and a grid that an undo took out of the register is asked no more
update task
set asked_grid_id = null, given_role = null
where asked_grid_id is not null and asked_grid_id not in (select grid_id from grid) and status in ('drafted', 'open', 'overdue')
