-- purpose: write down who has each task now, and each task that went from one to another.  grain: one row per task.  parameters: $at, $actor.  needs: act_own, chain_step
create or replace temp table act_new as
with blocked as (
  -- somebody holds a duty there, but is not the one who answers now
  select distinct d.grid_id from duty d where d.name is not null
)
select
  o.task_id, s.owner_grid_id, s.owner_role, o.raised,
  case
    when o.raised > 0 then 'raised'
    when o.passed > 0 then 'load'
    when s.owner_role = 'desk' and s.owner_grid_id <> o.start_id then 'desk'
    when s.stands_in then 'away'
    when o.first_role <> '' and s.post_grid_id = o.start_id and s.post_role = o.first_role then 'given'
    when s.owner_grid_id <> o.start_id then case when b.grid_id is null then 'vacant' else 'away' end
    when s.owner_role = 'desk' and b.grid_id is null then 'desk'
    when o.first_role <> '' then 'away'
  end as owner_why
from act_own o
join chain_step s on s.grid_id = o.start_id and s.first_role = o.first_role and s.step = least(o.last_step, 1 + o.raised + o.passed)
left join blocked b on b.grid_id = o.start_id
where not o.done;

create or replace temp table act_changed as
select n.*, t.owner_grid_id as from_grid_id, t.owner_role as from_role, t.raised as before
from act_new n
join task t on t.task_id = n.task_id
where (t.owner_grid_id, t.owner_role, t.owner_why, t.raised) is distinct from (n.owner_grid_id, n.owner_role, n.owner_why, n.raised);

insert into task_move
select task_id, $at, from_grid_id, from_role, owner_grid_id, owner_role, owner_why, $actor
from act_changed
where from_grid_id is not null and (from_grid_id, from_role) is distinct from (owner_grid_id, owner_role);

update task t
set owner_grid_id = c.owner_grid_id, owner_role = c.owner_role, owner_why = c.owner_why, raised = c.raised
from act_changed c
where t.task_id = c.task_id
