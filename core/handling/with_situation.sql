-- purpose: some alerts, and with each what is unfinished in its situation.  grain: one row per alert.  parameters: $ids, $scope (roots)
with asked as (
  select alert_id, situation_id from alert where alert_id in (select unnest($ids)) and alert_id in (from scope_alerts($scope))
)
select alert_id from asked
union
select a.alert_id
from alert a
join asked s on s.situation_id = a.situation_id
where a.status not in ('resolved', 'dismissed') and a.alert_id in (from scope_alerts($scope))
