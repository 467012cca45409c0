-- purpose: tasks made for the days since $since, counted.  grain: one row per day, township, measure (or kind) and status.  parameters: $scope (roots), $since, $until
with town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id)
select coalesce(k.made_for, cast(k.created_at as date)) as day, t.name as township, coalesce(k.measure, k.kind) as measure, k.status as task_status,
  cast(count(*) as double) as tasks
from task k
left join town t on t.grid_id = k.grid_id
where k.grid_id in (from scope_grids($scope)) and coalesce(k.made_for, cast(k.created_at as date)) between $since and $until
  and k.status in ('open', 'overdue', 'done')
group by all
order by all
