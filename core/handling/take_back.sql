-- purpose: put alerts back to what they were before an act, unless something newer happened to them.  grain: one row per alert
-- parameters: lists of one length: $done (alerts of the act), $statuses, $whos, $whens, $grids, $roles, $raised, $overs, $asked (from before it); $made (the status that it gave),
--   $actor (who did it), $earliest (not done before), $scope (roots)
with was as (
  select unnest(cast($done as integer[])) as alert_id, unnest(cast($statuses as text[])) as status, unnest(cast($whos as text[])) as who,
    unnest(cast($whens as timestamp[])) as moment, unnest(cast($grids as integer[])) as grid_id, unnest(cast($roles as text[])) as role,
    unnest(cast($raised as smallint[])) as raised, unnest(cast($overs as boolean[])) as ended, unnest(cast($asked as timestamp[])) as asked_at
)
update alert
set
  status = w.status, handled_by = w.who, handled_at = w.moment, outcome = null, given_grid_id = w.grid_id, given_role = w.role, raised = w.raised,
  asked_at = w.asked_at, due_at = null,
  closing_reason = case when w.ended then 'over' end  -- before it one that had ended by itself
from was w
where alert.alert_id = w.alert_id
  and alert.status = $made and alert.handled_by = $actor and alert.handled_at >= $earliest
  and alert.alert_id in (from scope_alerts($scope))
returning alert.alert_id;
