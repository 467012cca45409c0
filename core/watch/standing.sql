-- purpose: unfinished alerts of some grids, each with all below it, by detector and severity; what lies in none of them stands with the grid itself
-- grain: one row per grid, detector and severity.  parameters: $scope (roots), $grid (0: everything), $children (grid ids), $waiting (first day at the latest)
with below as (
  select ancestor_id as child_id, grid_id
  from grid_tree
  where ancestor_id in (select unnest($children)) and grid_id in (from scope_grids($scope))
)
select
  coalesce(b.child_id, $grid) as grid_id,
  a.detector,
  a.severity,
  count(*) as alerts,
  count(*) filter (where a.first_day <= cast($waiting as date)) as waiting
from alert a
left join below b on b.grid_id = a.grid_id
where a.status not in ('resolved', 'dismissed')
  and a.grid_id in (from scope_grids($scope))
  and a.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
group by coalesce(b.child_id, $grid), a.detector, a.severity
order by grid_id, alerts desc, a.detector, a.severity;
