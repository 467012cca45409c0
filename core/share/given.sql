-- purpose: tasks that departments have, or have answered.  grain: one row per task given.  parameters: $scope (roots), $on, $reveal_name, $limit
with town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id)
select h.handed_id, h.task_id, a.name as department, h.status, h.note, coalesce(t.measure, t.kind) as measure, t.due_at, t.status as task_status, g.name as grid_name,
  w.name as township, case when $reveal_name then p.name else mask_name(p.name) end as person_name, h.handed_by, h.handed_at, h.answer, h.answered_at
from task_handed h
join task t on t.task_id = h.task_id
join account a on a.account_id = h.account_id
left join grid g on g.grid_id = t.grid_id
left join town w on w.grid_id = t.grid_id
left join person p on p.person_id = t.person_id and p.person_id in (
  from scope_people_among($scope, $on, (select list(distinct t.person_id) from task_handed h join task t on t.task_id = h.task_id where h.status in ('handed', 'answered')))
)
where h.status in ('handed', 'answered') and (t.grid_id in (from scope_grids($scope)) or t.owner_grid_id in (from scope_grids($scope)))
order by h.status <> 'answered', h.handed_at, h.handed_id
limit $limit
