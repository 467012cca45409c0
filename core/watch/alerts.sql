-- purpose: the list of alerts.  grain: one row per alert, strongest and newest first
-- the grids of whoever reaches everything are the counties
-- parameters: $scope (roots), $as_of, $reveal_name, $grid (0: everything), $ids, $detectors, $statuses, $severities (null: all), $each, $since, $until (null: open), $limit,
--   $whose (null: all; mine | grids | free | late), $login, $name, $at
, township as (
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
matter as (
  select situation_id, count(*) as together
  from alert
  where status not in ('resolved', 'dismissed') and situation_id is not null and alert_id in (from scope_alerts($scope))
  group by situation_id
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
  a.person_id is not null as of_person,
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
  a.ended_on,
  a.situation_id,
  coalesce(m.together, 0) as together,
  a.raised,
  a.owner_grid_id,
  a.owner_role,
  o.name as owner_grid,
  a.asked_at,
  a.due_at
from alert a
join grid g on g.grid_id = a.grid_id
left join township t on t.grid_id = a.grid_id
left join concerned c on c.alert_id = a.alert_id
left join matter m on m.situation_id = a.situation_id
left join grid o on o.grid_id = a.owner_grid_id
left join held h on h.grid_id = a.owner_grid_id and h.role = a.owner_role
left join mine_too w on w.alert_id = a.alert_id
-- whoever has moved away is named no longer: the alert stays, for what was done about it
left join person p on p.person_id = a.person_id and p.person_id in (
  from scope_people_among($scope, $as_of, (select list(distinct person_id) from alert))
)
where a.alert_id in (from scope_alerts($scope))
  and a.alert_id in (from inside)
  and ($ids is null or list_contains($ids, a.alert_id))
  and ($detectors is null or list_contains($detectors, a.detector))
  and ($statuses is null or list_contains($statuses, a.status))
  and ($severities is null or list_contains($severities, a.severity))
  and case $whose
    when 'mine' then case when a.status = 'acknowledged' then a.handled_by = $login else a.status in ('open', 'assigned') and (h.grid_id is not null or coalesce(w.held, false)) end
    when 'grids' then a.status in ('open', 'acknowledged', 'assigned') and (coalesce(w.of_grid, false) or list_contains(cast($scope as integer[]), a.owner_grid_id) or list_contains(cast($scope as integer[]), 0) and o.level = 'county')
    when 'free' then a.status in ('open', 'assigned')
    when 'late' then a.due_at <= $at
    else true
  end
  and a.last_day >= coalesce(cast($since as date), date '1900-01-01')
  and a.first_day <= coalesce(cast($until as date), date '9999-12-31')
qualify $each is null or row_number() over (
  partition by a.detector
  order by case a.severity when 'high' then 0 when 'medium' then 1 else 2 end, a.last_day desc, a.score desc, a.alert_id
) <= $each
order by
  a.status in ('resolved', 'dismissed'),
  case a.severity when 'high' then 0 when 'medium' then 1 else 2 end,
  a.due_at nulls last,
  a.last_day desc, a.score desc, a.alert_id
limit $limit;
