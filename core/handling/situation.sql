-- purpose: the others of an alert's situation.  grain: one row per other alert.  parameters: $alert, $scope (roots), $as_of, $reveal_name
select
  s.kind, a.alert_id, a.detector, a.severity, a.status, a.first_day, a.last_day, g.name as grid_name,
  case when $reveal_name then p.name else mask_name(p.name) end as person_name
from alert this
join situation s on s.situation_id = this.situation_id
join alert a on a.situation_id = s.situation_id and a.alert_id <> this.alert_id
join grid g on g.grid_id = a.grid_id
left join person p on p.person_id = a.person_id and p.person_id in (
  from scope_people_among($scope, $as_of, (select list(distinct person_id) from alert))
)
where this.alert_id = $alert and this.alert_id in (from scope_alerts($scope)) and a.alert_id in (from scope_alerts($scope))
order by a.status in ('resolved', 'dismissed'), case a.severity when 'high' then 0 when 'medium' then 1 else 2 end, a.last_day desc, a.alert_id
