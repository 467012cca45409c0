-- purpose: the list of alerts.  grain: one row per alert, strongest and newest first
-- the grids of whoever reaches everything are the counties
-- parameters: $scope (roots), $partial (they are not all), $as_of, $reveal_name, $grid, $ids, $detectors, $statuses, $severities, $each, $since, $until, $limit,
--   $whose (mine | grids | free | late), $login, $name, $at
-- A condition stands behind the name of what asks for it (`asked` in core/store/sql.py).
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
  where status not in ('resolved', 'dismissed') and situation_id is not null
    -- if partial
    and alert_id in (from scope_alerts($scope))
    -- end
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
-- if whose
left join held h on h.grid_id = a.owner_grid_id and h.role = a.owner_role
left join mine_too w on w.alert_id = a.alert_id
-- end
left join person p on p.person_id = a.person_id
-- if partial
-- whoever has moved away is named no longer: the alert stays, for what was done about it
and p.person_id in (
  from scope_people_among($scope, $as_of, (select list(distinct person_id) from alert))
)
-- end
where true
  -- if partial
  and a.alert_id in (from scope_alerts($scope))
  -- if grid
  and a.alert_id in (from inside)
  -- if ids
  and list_contains($ids, a.alert_id)
  -- if detectors
  and list_contains($detectors, a.detector)
  -- if statuses
  and list_contains($statuses, a.status)
  -- if severities
  and list_contains($severities, a.severity)
  -- if whose
  and case $whose
    when 'mine' then case when a.status = 'acknowledged' then a.handled_by = $login else a.status in ('open', 'assigned') and (h.grid_id is not null or coalesce(w.held, false)) end
    when 'grids' then a.status in ('open', 'acknowledged', 'assigned') and (coalesce(w.of_grid, false) or list_contains(cast($scope as integer[]), a.owner_grid_id) or list_contains(cast($scope as integer[]), 0) and o.level = 'county')
    when 'free' then a.status in ('open', 'assigned')
    when 'late' then a.due_at <= $at
    else true
  end
  -- if since
  and a.last_day >= cast($since as date)
  -- if until
  and a.first_day <= cast($until as date)
  -- if each
qualify row_number() over (
  partition by a.detector
  order by case a.severity when 'high' then 0 when 'medium' then 1 else 2 end, a.last_day desc, a.score desc, a.alert_id
) <= $each
  -- end
order by
  a.status in ('resolved', 'dismissed'),
  case a.severity when 'high' then 0 when 'medium' then 1 else 2 end,
  a.due_at nulls last,
  a.last_day desc, a.score desc, a.alert_id
limit $limit;
