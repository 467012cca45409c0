-- purpose: how soon tasks are done, by the level of the grid that is asked and by township: never by duty.  grain: one row per level and township
-- parameters: $scope (roots), $grid (0: everything), $since, $at
with township as (
  select t.grid_id, min(g.grid_id) as town_id, min(g.code) as code, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
)
select
  case g.axis when 'block' then 'unit' else g.level end as level, w.code, w.name as town, count(*) as due, count(*) filter (where t.status = 'done') as done,
  count(*) filter (where t.status = 'done' and t.done_at > t.due_at) as late, count(*) filter (where t.status = 'overdue') as overdue, count(*) filter (where t.raised > 0) as raised,
  median(date_diff('minute', coalesce(t.opens_at, t.created_at), t.done_at)) filter (where t.status = 'done' and t.done_at >= coalesce(t.opens_at, t.created_at)) as minutes
from task t
join grid g on g.grid_id = coalesce(t.asked_grid_id, t.grid_id)
left join township w on w.grid_id = t.grid_id
where t.status in ('open', 'done', 'overdue') and t.due_at > cast($since as timestamp) and t.due_at <= $at
  and t.grid_id in (from scope_grids($scope)) and t.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
group by 1, w.code, w.name
order by w.code nulls first, case any_value(g.level) when 'county' then 0 when 'township' then 1 when 'village' then 2 when 'section' then 3 else 4 end
