-- purpose: one act on some alerts, as they stand now.  grain: one row of alert_event per alert.  parameters: $ids, $act, $actor, $at, $detail, $note
insert into alert_event (event_id, alert_id, acted_at, actor, act, status, detail, note)
select (select coalesce(max(event_id), 0) from alert_event) + row_number() over (order by alert_id), alert_id, $at, $actor, $act, status, $detail, $note
from alert
where alert_id in (select unnest($ids))
