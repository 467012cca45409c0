-- purpose: what was done about some alerts.  grain: one row per act, the first first.  parameters: $alerts (ids), $since (null: all)
select e.alert_id, e.acted_at, e.act, e.detail, e.note, g.name as grid_name, e.role, coalesce(c.name, e.actor) as actor_name, a.detector
from alert_event e
join alert a on a.alert_id = e.alert_id
left join grid g on g.grid_id = e.grid_id
left join account c on c.login = e.actor
where e.alert_id in (select unnest(cast($alerts as integer[]))) and e.acted_at > coalesce(cast($since as timestamp), timestamp '1900-01-01')
  and e.act in ('taken', 'assigned', 'escalated', 'note', 'promise', 'step', 'resolved', 'dismissed')
order by e.acted_at, e.event_id
