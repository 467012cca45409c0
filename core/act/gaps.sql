-- purpose: grids of which nobody answers for what is asked of them, so that it goes to the level above.  grain: one row per grid, by its code
-- parameters: $scope (roots), $grid (0: everything), $at
with vacant as (
  select asked_grid_id, owner_grid_id, owner_role, count(*) as tasks, count(distinct person_id) as people
  from task
  where status in ('open', 'overdue') and coalesce(closes_at, timestamp '9999-12-31') > $at and owner_why in ('vacant', 'desk')
    and grid_id in (from scope_grids($scope)) and grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by asked_grid_id, owner_grid_id, owner_role
)
select
  g.grid_id, g.code, g.name, g.level, u.name as above, v.owner_grid_id, o.name as owner_grid, o.level as owner_level, v.owner_role, v.tasks, v.people
from vacant v
join grid g on g.grid_id = v.asked_grid_id
left join grid u on u.grid_id = coalesce(g.parent_id, g.area_id)
left join grid o on o.grid_id = v.owner_grid_id
order by g.code
