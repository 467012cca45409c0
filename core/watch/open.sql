-- purpose: open an alert for each finding that belongs to none.  grain: one row per alert.  parameters: $version (policy), $opened_at
insert into alert
  (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at)
select
  (select coalesce(max(alert_id), 0) from alert) + row_number() over (order by number),
  detector, grid_id, person_id, 'open', severity, score, first_day, last_day, reason, fields, $version, $opened_at
from matched
where alert_id is null;
