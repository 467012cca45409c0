-- purpose: who has work now, in a grid.  grain: one row per grid whose responsible has some, by its code.  after core/chain's head.sql, whose `post` it reads.  parameters: its, $scope (roots), $grid (0: everything), $limit
, waiting as (
  select owner_grid_id, owner_role, count(*) as tasks
  from task
  where status in ('open', 'overdue') and coalesce(closes_at, timestamp '9999-12-31') > $at and owner_grid_id is not null
    and grid_id in (from scope_grids($scope)) and grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by owner_grid_id, owner_role
)
select w.owner_grid_id as grid_id, g.code, g.name as grid_name, any_value(a.name) as name, sum(w.tasks)::bigint as tasks
from waiting w
join grid g on g.grid_id = w.owner_grid_id
left join post a on a.grid_id = w.owner_grid_id and a.role = w.owner_role
group by w.owner_grid_id, g.code, g.name
order by g.code
limit $limit
