-- purpose: how long the lists of a shift are: unfinished alerts of a grid and all below it.  grain: one row (mine, grids, free, late), as $whose of alerts.sql.  needs: whose_alerts.sql (its head)
-- parameters: $scope (roots), $grid (0: everything), $login, $name, $at
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
