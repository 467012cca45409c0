-- purpose: a page of the tasks that tasks_chosen.sql finds, the most urgent first.  grain: one row per task
-- parameters: those of tasks_chosen.sql and of core/chain's head.sql, whose `post` it reads; $as_of, $reveal_name, $show_work_phone, $limit, $offset
, township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
),
answering as (
  select grid_id, role, name, phone from post
),
page as (
  select task_id
  from chosen
  order by
    case status when 'overdue' then 0 when 'open' then 1 when 'drafted' then 2 when 'done' then 3 else 4 end,
    due_at, grid_id, person_id, task_id
  limit $limit offset $offset
),
seen as (
  from scope_people_among($scope, $as_of, (select list(distinct person_id) from task where task_id in (from page)))
)
select
  t.task_id, t.kind, coalesce(t.measure, t.kind) as measure, t.class, t.status, t.made_for, t.slot, t.due_at, t.closes_at,
  t.grid_id, g.name as grid_name, w.name as township,
  p.person_id, case when $reveal_name then p.name else mask_name(p.name) end as person_name,
  t.owner_level, t.owner_grid_id, t.owner_role, o.name as owner_grid, a.name as owner_name,
  case when $show_work_phone then a.phone else mask_phone(a.phone) end as owner_phone,
  coalesce(t.owner_why in ('vacant', 'desk'), false) as vacant, t.owner_why, t.raised, t.title, t.awaits, t.every, t.until, t.alert_id,
  t.done_at, t.done_by, t.done_how, t.outcome
from page
join task t on t.task_id = page.task_id
join grid g on g.grid_id = t.grid_id
left join township w on w.grid_id = t.grid_id
left join person p on p.person_id = t.person_id and p.person_id in (from seen)
left join grid o on o.grid_id = t.owner_grid_id
left join answering a on a.grid_id = t.owner_grid_id and a.role = t.owner_role
order by
  case t.status when 'overdue' then 0 when 'open' then 1 when 'drafted' then 2 when 'done' then 3 else 4 end,
  t.due_at, t.grid_id, t.person_id, t.task_id
