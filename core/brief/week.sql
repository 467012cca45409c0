-- purpose: alerts of a week and what became of them, by detector.  grain: one row per detector
-- parameters: $scope (roots), $grid, $since and $until (first and last day), $cutoff (the end of the last)
with inside as (
  select * from alert
  where grid_id in (from scope_grids($scope)) and grid_id in (select grid_id from grid_tree where ancestor_id = $grid) and opened_at <= $cutoff
),
ended as (
  select *, coalesce(ended_on, cast(handled_at as date)) as closed_on from inside where status in ('resolved', 'dismissed')
)
select
  a.detector,
  count(*) filter (where a.first_day between $since and $until) as opened,
  count(*) filter (where a.first_day between $since - 7 and $since - 1) as before,
  count(e.alert_id) filter (where e.closed_on between $since and $until) as closed,
  count(*) filter (where a.first_day <= $until and (e.alert_id is null or e.closed_on > $until)) as open
from inside a
left join ended e on e.alert_id = a.alert_id
group by a.detector
having opened + before + closed + open > 0
order by opened desc, open desc, a.detector
