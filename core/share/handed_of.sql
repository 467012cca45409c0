-- purpose: what one department was given.  grain: one row per time that a task was given.  parameters: $account, $on, $limit
with town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id)
select h.handed_id,
  case when h.status = 'handed' and t.status not in ('open', 'overdue') then 'over' else h.status end as status,
  h.note, coalesce(t.measure, t.kind) as measure, t.class, t.due_at, w.name as township, g.name as grid_name,
  -- seen as long as it has to be answered, of who is still there
  case when h.named and h.status = 'handed' and t.status in ('open', 'overdue') then p.name end as person_name,
  case when h.named and h.status = 'handed' and t.status in ('open', 'overdue') then p.phone end as person_phone,
  h.handed_at, h.answer, h.answered_at
from task_handed h
join task t on t.task_id = h.task_id
left join grid g on g.grid_id = t.grid_id
left join town w on w.grid_id = t.grid_id
left join person p on p.person_id = t.person_id and p.person_id not in (from gone_on($on))
where h.account_id = $account and h.status <> 'called_back'
order by h.status <> 'handed', t.due_at, h.handed_id desc
limit $limit
