-- purpose: what was cancelled because its class had ended stands again where the class does; a task follows its person to another grid;
-- who has it is asked of the chain afterwards (core/act/own.py).  grain: one row per task.  parameters: $at.  needs: act_wanted, act_standing
update task t
set status = 'open', done_at = null, done_how = null
from act_wanted w
where t.kind = 'measure' and t.status = 'cancelled' and t.done_how in ('class_ended', 'gone')
  and t.person_id = w.person_id and t.measure = w.measure and t.made_for = w.made_for and t.slot = w.slot;

update task t
set grid_id = n.grid_id, owner_level = n.owner_level, asked_grid_id = n.asked_grid_id
from act_standing n
where t.kind = 'measure' and t.status in ('open', 'overdue') and coalesce(t.closes_at, timestamp '9999-12-31') > $at
  and t.person_id = n.person_id and t.measure = n.measure
  and t.given_role is null
  and (t.grid_id, t.owner_level, t.asked_grid_id) is distinct from (n.grid_id, n.owner_level, n.asked_grid_id)
