-- purpose: the alerts that this run opened or extended.  grain: one row per finding.  parameters: none
select
  a.alert_id, m.alert_id is null as new, a.detector, a.grid_id, a.person_id, a.severity, a.score, a.first_day, a.last_day, a.reason, a.fields
from matched m
join alert a
  on a.alert_id = m.alert_id
  or m.alert_id is null and a.detector = m.detector and a.grid_id = m.grid_id and a.person_id is not distinct from m.person_id
    and a.status = 'open'
where not m.answered
order by a.alert_id;
