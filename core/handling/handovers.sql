-- purpose: the hand-overs of a scope, the newest first.  grain: one row per hand-over.  parameters: $scope (roots), $limit
with counted as (
  select handover_id, count(*) filter (where part = 'open') as open, count(*) filter (where part = 'changed') as changed, count(*) filter (where part = 'promised') as promised
  from handover_item
  group by handover_id
)
select h.handover_id, h.grid_id, g.name as grid_name, h.since, h.made_at, h.made_by, h.made_name, h.note, h.signed_at, h.signed_by, h.signed_name,
  coalesce(c.open, 0) as open, coalesce(c.changed, 0) as changed, coalesce(c.promised, 0) as promised
from handover h
left join grid g on g.grid_id = h.grid_id
left join counted c on c.handover_id = h.handover_id
where h.grid_id in (from scope_grids($scope)) or h.grid_id = 0 and list_contains(cast($scope as integer[]), 0)
order by h.handover_id desc
limit $limit
