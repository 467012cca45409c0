-- purpose: open an alert for each episode that belongs to none.  grain: one row per alert.  parameters: $version (policy), $opened_at
insert into alert
  (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at,
   evidence_at, p, recurrence_days, rule, quiet_days, false_share, opened_severity)
select
  m.alert_id, m.detector, m.grid_id, m.person_id, 'open', m.severity, m.score, m.first_day, m.last_day, m.reason, m.fields, $version, $opened_at,
  m.evidence_at, m.p, m.recurrence_days, r.rule, r.quiet_days, r.false_share, m.severity
from episode m
join rule r on r.detector = m.detector
where m.new
order by m.alert_id;
