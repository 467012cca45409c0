-- purpose: open an alert for each anomaly that belongs to none.  grain: one row per alert.  parameters: $version (policy), $opened_at
insert into alert
  (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at)
select alert_id, detector, grid_id, person_id, 'open', severity, score, first_day, last_day, reason, fields, $version, $opened_at
from matched
where new
order by alert_id;
