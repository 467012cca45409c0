-- purpose: extend the alerts that anomalies belong to; the strongest day gives score and severity, the latest anomaly the words. One that
--   had ended by itself is open again: its condition came back.  grain: one row per alert.  parameters: none
update alert
set
  grid_id = m.grid_id,
  first_day = least(alert.first_day, m.first_day),
  last_day = greatest(alert.last_day, m.last_day),
  score = greatest(alert.score, m.score),
  severity = case
    when 'high' in (alert.severity, m.severity) then 'high'
    when 'medium' in (alert.severity, m.severity) then 'medium'
    else 'low'
  end,
  reason = case when m.last_day >= alert.last_day then m.reason else alert.reason end,
  fields = case when m.last_day >= alert.last_day then m.fields else alert.fields end,
  evidence_at = greatest(alert.evidence_at, m.evidence_at),
  p = least(alert.p, m.p),
  recurrence_days = greatest(alert.recurrence_days, m.recurrence_days),
  rule = r.rule, quiet_days = r.quiet_days, false_share = r.false_share,
  status = case when alert.closing_reason = 'over' then 'open' else alert.status end,
  handled_by = case when alert.closing_reason = 'over' then null else alert.handled_by end,
  handled_at = case when alert.closing_reason = 'over' then null else alert.handled_at end,
  ended_on = null,
  closing_reason = null
from episode m
join rule r on r.detector = m.detector
where m.alert_id = alert.alert_id and not m.new;
