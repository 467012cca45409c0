-- purpose: the list of alerts.  grain: one row per alert, strongest and newest first
-- parameters: $scope (roots), $as_of, $reveal_name, $grid (0: everything), $ids, $detectors, $statuses, $severities (null: all), $each, $since, $until (null: open), $limit
with township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
),
-- the last grid that an alert concerns as well, and the trees in which any of them lies
concerned as (
  select c.alert_id, max(c.grid_id) as grid_id, arg_max(g.name, c.grid_id) as name
  from alert_grid c
  join grid g on g.grid_id = c.grid_id
  group by c.alert_id
),
inside as (
  select a.alert_id from alert a join grid_tree t on t.grid_id = a.grid_id where t.ancestor_id = $grid
  union
  select c.alert_id from alert_grid c join grid_tree t on t.grid_id = c.grid_id where t.ancestor_id = $grid
)
select
  a.alert_id,
  a.detector,
  a.severity,
  a.status,
  a.score,
  a.grid_id,
  g.name as grid_name,
  t.name as township,
  p.person_id,
  case when $reveal_name then p.name else mask_name(p.name) end as person_name,
  a.first_day,
  a.last_day,
  a.reason,
  a.fields,
  c.grid_id as also_grid_id,
  c.name as also_name,
  a.opened_at,
  a.handled_by,
  a.handled_at,
  a.closing_reason,
  a.outcome,
  a.p,
  a.recurrence_days,
  a.false_share,
  a.quiet_days,
  a.ended_on
from alert a
join grid g on g.grid_id = a.grid_id
left join township t on t.grid_id = a.grid_id
left join concerned c on c.alert_id = a.alert_id
-- whoever has moved away is named no longer: the alert stays, for what was done about it
left join person p on p.person_id = a.person_id and p.person_id in (from scope_people($scope, $as_of))
where a.alert_id in (from scope_alerts($scope))
  and a.alert_id in (from inside)
  and ($ids is null or list_contains($ids, a.alert_id))
  and ($detectors is null or list_contains($detectors, a.detector))
  and ($statuses is null or list_contains($statuses, a.status))
  and ($severities is null or list_contains($severities, a.severity))
  and a.last_day >= coalesce(cast($since as date), date '1900-01-01')
  and a.first_day <= coalesce(cast($until as date), date '9999-12-31')
qualify $each is null or row_number() over (
  partition by a.detector
  order by case a.severity when 'high' then 0 when 'medium' then 1 else 2 end, a.last_day desc, a.score desc, a.alert_id
) <= $each
order by
  case a.status when 'open' then 0 when 'acknowledged' then 1 when 'assigned' then 2 else 3 end,
  case a.severity when 'high' then 0 when 'medium' then 1 else 2 end,
  a.last_day desc, a.score desc, a.alert_id
limit $limit;
