-- purpose: alerts that are not closed, by the grids next below one, each with all below it
-- grain: one row per grid, detector and severity with any.  parameters: $scope (roots), $children (grid ids)
select t.ancestor_id as grid_id, a.detector, a.severity, count(*) as alerts
from alert a
join grid_tree t on t.grid_id = a.grid_id
where a.status not in ('resolved', 'dismissed')
  and t.ancestor_id in (select unnest($children))
  and a.grid_id in (from scope_grids($scope))
group by t.ancestor_id, a.detector, a.severity
order by t.ancestor_id, alerts desc, a.detector, a.severity
