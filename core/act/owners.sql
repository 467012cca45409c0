-- purpose: who has work now, in a grid.  grain: one row per grid whose responsible has some, by its code.  parameters: $scope (roots), $grid (0: everything), $at, $limit
with waiting as (
  select owner_grid_id, owner_role, count(*) as tasks
  from task
  where status in ('open', 'overdue') and coalesce(closes_at, timestamp '9999-12-31') > $at and owner_grid_id is not null
    and grid_id in (from scope_grids($scope)) and grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by owner_grid_id, owner_role
),
answering as (
  select grid_id, role, arg_min(name, coalesce(rank, 0)) as name from duty where name is not null group by grid_id, role
)
select w.owner_grid_id as grid_id, g.code, g.name as grid_name, any_value(a.name) as name, sum(w.tasks)::bigint as tasks
from waiting w
join grid g on g.grid_id = w.owner_grid_id
left join answering a on a.grid_id = w.owner_grid_id and a.role = w.owner_role
group by w.owner_grid_id, g.code, g.name
order by g.code
limit $limit
