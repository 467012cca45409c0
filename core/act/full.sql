-- purpose: pass on what is more than a day holds, one step of the chain.  grain: one row per task that goes on.  parameters: $a_day.  needs: act_own, chain_step
update act_own o
set passed = o.passed + 1
from (
  select a.task_id
  from act_own a
  join chain_step s on s.grid_id = a.start_id and s.first_role = a.first_role and s.step = least(a.last_step, 1 + a.raised + a.passed)
  where a.counts and s.owner_role <> 'desk'
  -- who passes it on was asked before others pass it to them
  qualify row_number() over (partition by coalesce(a.done_grid_id, s.owner_grid_id), coalesce(a.done_role, s.owner_role), a.day order by a.done desc, a.passed, a.due_at, a.task_id) > $a_day
) f
where o.task_id = f.task_id and not o.done
