-- purpose: what one hand-over says.  grain: one row per item.  parameters: $number, $scope (roots), $as_of, $reveal_name
with township as (
  select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = 'township' group by t.grid_id
)
select
  i.part, i.alert_id, a.detector, i.severity, i.status, a.reason, a.fields, a.first_day, g.name as grid_name, t.name as township,
  case when $reveal_name then p.name else mask_name(p.name) end as person_name,
  o.name as owner_grid, i.owner_role, i.due_at, e.acted_at, e.act, coalesce(c.name, e.actor) as actor_name, e.detail, e.note
from handover_item i
join handover h on h.handover_id = i.handover_id
join alert a on a.alert_id = i.alert_id
join grid g on g.grid_id = a.grid_id
left join township t on t.grid_id = a.grid_id
left join person p on p.person_id = a.person_id and p.person_id in (
  from scope_people_among($scope, $as_of, (select list(distinct person_id) from alert))
)
left join grid o on o.grid_id = i.owner_grid_id
left join alert_event e on e.event_id = i.event_id
left join account c on c.login = e.actor
where i.handover_id = $number and i.alert_id in (from scope_alerts($scope))
  and (h.grid_id in (from scope_grids($scope)) or h.grid_id = 0 and list_contains(cast($scope as integer[]), 0))
order by case i.part when 'open' then 0 when 'promised' then 1 else 2 end,
  case when i.part <> 'open' then 0 when i.severity = 'high' then 0 when i.severity = 'medium' then 1 else 2 end,
  case when i.part = 'open' then i.due_at end nulls last, i.event_id desc nulls last, i.alert_id
