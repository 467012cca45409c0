-- purpose: how much work each duty has, and how soon work is done: sums by grid, for balancing; after core/chain's head.sql.  grain: one row per grid and duty that has work or holds some, by code
-- parameters: those of head.sql, $scope (roots), $grid (0: everything), $ticked (measures that take somebody's time)
, waiting as (
  select
    owner_grid_id as grid_id, owner_role as role, count(*) as waiting, count(*) filter (where status = 'overdue') as overdue,
    count(*) filter (where cast(due_at as date) <= cast($at as date) and (kind <> 'measure' or list_contains($ticked, measure))) as today,
    count(*) filter (where owner_why = 'load') as passed_here, count(*) filter (where owner_why = 'raised') as raised_here
  from task
  where status in ('open', 'overdue') and coalesce(closes_at, timestamp '9999-12-31') > $at and coalesce(opens_at, cast($at as timestamp)) <= $at
    and owner_grid_id in (from scope_grids($scope)) and owner_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by owner_grid_id, owner_role
)
select w.grid_id, g.code, g.name as grid_name, w.role, p.name as holder, p.cannot, w.waiting, w.overdue, w.today, w.passed_here, w.raised_here
from waiting w
join grid g on g.grid_id = w.grid_id
left join post p on p.grid_id = w.grid_id and p.role = w.role
order by g.code, w.role
