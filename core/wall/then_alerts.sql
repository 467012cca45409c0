-- purpose: alerts as they stood at the end of an earlier day, a head of then_standing.sql and then_severe.sql.  grain: stood one row per alert that was unfinished then
-- parameters: $scope (roots), $grid (0: everything), $day, $cutoff (the end of that day)
-- How severe it had become and what its words say later is left out: of one that went on after that day what stood when it was opened.
with acted as (
  select alert_id, arg_max(status, event_id) as status, arg_max(grid_id, event_id) filter (where grid_id is not null) as owner_grid_id,
    arg_max(role, event_id) filter (where grid_id is not null) as owner_role
  from alert_event
  where acted_at <= $cutoff
  group by alert_id
),
stood as (
  select
    a.alert_id, a.detector, a.grid_id, a.person_id, coalesce(e.status, 'open') as status, e.owner_grid_id, e.owner_role, a.first_day, a.score,
    case when a.last_day <= $day then a.severity else coalesce(a.opened_severity, a.severity) end as severity,
    case when a.last_day <= $day then a.reason end as reason,
    case when a.last_day <= $day then a.fields end as fields
  from alert a
  left join acted e on e.alert_id = a.alert_id
  where a.opened_at <= $cutoff and a.first_day <= $day
    and coalesce(e.status, 'open') not in ('resolved', 'dismissed')
    and not (a.status in ('resolved', 'dismissed') and coalesce(a.ended_on <= $day, false))
    and a.grid_id in (from scope_grids($scope))
    and a.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
)
