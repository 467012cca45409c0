-- purpose: who has what: tasks that are not done, each with its place in the chain
-- grain: act_own one row per open task (and, for what a day holds, per one done that is due today or later); act_last one row per start.  parameters: $at, $grace (minutes), $ticked (measures that take somebody's time)
-- needs: chain_step
create or replace temp table act_last as
select grid_id, first_role, max(step) as last_step from chain_step group by grid_id, first_role;

create or replace temp table act_own as
select
  t.task_id, coalesce(t.asked_grid_id, t.grid_id) as start_id, coalesce(t.given_role, '') as first_role,
  -- for each span of grace that it is overdue one step, as far as there are any
  cast(case when t.status = 'overdue' then least(l.last_step - 1, greatest(t.raised, date_diff('second', greatest(t.due_at, coalesce(t.asked_at, t.due_at)), cast($at as timestamp)) // ($grace * 60))) else t.raised end as integer) as raised,
  cast(0 as integer) as passed,
  l.last_step,
  greatest(cast(t.due_at as date), cast($at as date)) as day,
  t.status = 'done' as done,
  t.due_at,
  case when t.status = 'done' then t.owner_grid_id end as done_grid_id, case when t.status = 'done' then t.owner_role end as done_role,
  t.kind <> 'measure' or list_contains($ticked, t.measure) as counts
from task t
join act_last l on l.grid_id = coalesce(t.asked_grid_id, t.grid_id) and l.first_role = coalesce(t.given_role, '')
where t.status in ('drafted', 'open', 'overdue') and coalesce(t.closes_at, timestamp '9999-12-31') > $at
  or t.status = 'done' and t.due_at >= date_trunc('day', cast($at as timestamp)) and (t.kind <> 'measure' or list_contains($ticked, t.measure))
