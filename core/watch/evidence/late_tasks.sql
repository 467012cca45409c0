-- purpose: the tasks of a grid that are overdue.  grain: one row per task, the longest overdue first
-- parameters: $grid, $last_day, $scope (roots), $as_of, $reveal_name, $limit, $measures, $measures_zh, $measures_en (codes and names)
select t.due_at as at, g.name as place, case when t.person_id in (from scope_people($scope, $as_of)) then case when $reveal_name then p.name else mask_name(p.name) end end as person_name,
  'task_late' as what, json_object('measure', json_object('zh', m.zh, 'en', m.en)) as fields
from task t
join grid g on g.grid_id = t.grid_id
left join person p on p.person_id = t.person_id
left join (select unnest($measures) as code, unnest($measures_zh) as zh, unnest($measures_en) as en) m on m.code = t.measure
where coalesce(t.owner_grid_id, t.asked_grid_id, t.grid_id) = $grid and t.kind = 'measure' and t.status in ('overdue', 'open')
  and t.due_at < cast($last_day as date) + interval 1 day
order by t.due_at, t.task_id
limit $limit
