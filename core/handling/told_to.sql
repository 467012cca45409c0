-- purpose: of an act just logged, who has the alert after it.  grain: one row of alert_event per alert.  parameters: $ids, $act, $at
update alert_event
set grid_id = a.owner_grid_id, role = a.owner_role
from alert a
where a.alert_id = alert_event.alert_id and a.alert_id in (select unnest($ids)) and alert_event.act = $act and alert_event.acted_at = $at and alert_event.act = 'assigned'
