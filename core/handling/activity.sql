-- purpose: what was done to one alert, the newest first.  grain: one row per act.  parameters: $alert, $scope (roots), $limit
select e.event_id, e.acted_at, e.actor, c.name as actor_name, e.act, e.status, g.name as grid_name, e.role, e.detail, e.note
from alert_event e
left join account c on c.login = e.actor
left join grid g on g.grid_id = e.grid_id
where e.alert_id = $alert and e.alert_id in (from scope_alerts($scope))
order by e.event_id desc
limit $limit
