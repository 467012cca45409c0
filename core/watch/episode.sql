-- purpose: the anomalies of one alert as one.  grain: one row per alert; the strongest gives score and severity, the latest the words
-- `turn`: of the new ones of a detector its place by strength, from 1.  parameters: none
select
  m.alert_id,
  any_value(m.new) as new,
  any_value(m.detector) as detector,
  arg_max(m.grid_id, m.place) as grid_id,
  any_value(m.person_id) as person_id,
  case min(case m.severity when 'high' then 0 when 'medium' then 1 else 2 end) when 0 then 'high' when 1 then 'medium' else 'low' end as severity,
  max(m.score) as score,
  min(m.first_day) as first_day,
  max(m.last_day) as last_day,
  arg_max(m.reason, m.place) as reason,
  arg_max(m.fields, m.place) as fields,
  max(m.evidence_at) as evidence_at,
  min(m.p) as p,
  max(m.recurrence_days) as recurrence_days,
  row_number() over (partition by any_value(m.detector), any_value(m.new) order by max(m.score) desc, m.alert_id) as turn
from (select *, row_number() over (partition by alert_id order by last_day, score, number) as place from matched) m
group by m.alert_id;
