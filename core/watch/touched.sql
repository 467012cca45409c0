-- purpose: the alerts that this run opened or extended.  grain: one row per alert.  parameters: none
select
  a.alert_id, m.new, a.detector, a.grid_id, a.person_id, a.severity, a.score, a.first_day, a.last_day, a.reason, a.fields
from episode m
join alert a on a.alert_id = m.alert_id
order by a.alert_id;
