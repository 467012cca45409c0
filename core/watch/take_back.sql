-- purpose: put alerts back to what they were before an act, unless something newer happened to them.  grain: one row per alert
-- parameters: $done (alerts of the act), $made (the status that it gave), $status, $handled_by, $handled_at (from before it),
--   $actor (who did it), $earliest (not done before), $scope (roots)
update alert
set
  status = $status, handled_by = cast($handled_by as text), handled_at = cast($handled_at as timestamp), outcome = null,
  closing_reason = case when $status = 'resolved' then 'over' end  -- before it one that had ended by itself
where alert_id in (select unnest($done))
  and status = $made and handled_by = $actor and handled_at >= $earliest
  and alert_id in (from scope_alerts($scope))
returning alert_id;
