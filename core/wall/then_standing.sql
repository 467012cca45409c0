-- needs: stood (then_alerts.sql).  grain: one row per child grid, detector and severity, as core/watch/standing.sql.  parameters: $children (grid ids), $waiting (first day at the latest)
, below as (
  select ancestor_id as child_id, grid_id
  from grid_tree
  where ancestor_id in (select unnest(cast($children as integer[]))) and grid_id in (from scope_grids($scope))
)
select coalesce(b.child_id, $grid) as grid_id, s.detector, s.severity, count(*) as alerts, count(*) filter (where s.first_day <= cast($waiting as date)) as waiting
from stood s
left join below b on b.grid_id = s.grid_id
group by coalesce(b.child_id, $grid), s.detector, s.severity
order by grid_id, alerts desc, s.detector, s.severity
