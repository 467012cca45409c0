-- purpose: extend the unfinished alerts that anomalies belong to; the strongest day gives score and severity, the latest anomaly the words
-- grain: one row per alert.  parameters: none
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
  fields = case when m.last_day >= alert.last_day then m.fields else alert.fields end
from matched m
where m.alert_id = alert.alert_id and not m.answered and not m.new;
