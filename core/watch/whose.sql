-- purpose: how long the lists of a shift are: unfinished alerts of a grid and all below it.  grain: one row (mine, grids, free, late), as $whose of alerts.sql
-- parameters: $scope (roots), $grid (0: everything), $login, $name, $at
with held as (
  select distinct grid_id, role from duty where name = $name and grid_id in (from scope_grids($scope))
),
-- as in alerts.sql
mine_too as (
  select c.alert_id, bool_or(h.grid_id is not null) as held, bool_or(list_contains(cast($scope as integer[]), c.grid_id)) as of_grid
  from alert_grid c
  left join held h on h.grid_id = c.grid_id and h.role = 'responsible'
  group by c.alert_id
),
inside as (
  select a.alert_id from alert a join grid_tree t on t.grid_id = a.grid_id where t.ancestor_id = $grid
  union
  select c.alert_id from alert_grid c join grid_tree t on t.grid_id = c.grid_id where t.ancestor_id = $grid
)
select
  count(*) filter (where case when a.status = 'acknowledged' then a.handled_by = $login else h.grid_id is not null or coalesce(w.held, false) end) as mine,
  count(*) filter (where coalesce(w.of_grid, false) or list_contains(cast($scope as integer[]), a.owner_grid_id) or list_contains(cast($scope as integer[]), 0) and o.level = 'county') as grids,
  count(*) filter (where a.status in ('open', 'assigned')) as free,
  count(*) filter (where a.due_at <= $at) as late
from alert a
left join grid o on o.grid_id = a.owner_grid_id
left join held h on h.grid_id = a.owner_grid_id and h.role = a.owner_role
left join mine_too w on w.alert_id = a.alert_id
where a.status not in ('resolved', 'dismissed') and a.alert_id in (from scope_alerts($scope)) and a.alert_id in (from inside)
