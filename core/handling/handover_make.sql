-- purpose: how the alerts of a grid and all below it stand when a shift ends
-- grain: handover one row; handover_item one row per unfinished alert, per promise of such a one, per act since the hand-over before
-- parameters: $handover, $grid (0: everything), $since, $at, $actor, $name, $note, $scope (roots)
insert into handover (handover_id, grid_id, since, made_at, made_by, made_name, note) values ($handover, $grid, $since, $at, $actor, $name, $note);

insert into handover_item
with inside as (
  select a.alert_id from alert a join grid_tree t on t.grid_id = a.grid_id where t.ancestor_id = $grid
  union
  select c.alert_id from alert_grid c join grid_tree t on t.grid_id = c.grid_id where t.ancestor_id = $grid
  union
  select alert_id from alert where $grid = 0
),
about as (
  select * from alert where alert_id in (from inside) and alert_id in (from scope_alerts($scope))
)
select $handover, 'open', alert_id, null, status, severity, owner_grid_id, owner_role, due_at
from about
where status not in ('resolved', 'dismissed')
union all
select $handover, 'promised', a.alert_id, e.event_id, a.status, a.severity, a.owner_grid_id, a.owner_role, a.due_at
from about a
join alert_event e on e.alert_id = a.alert_id
where e.act = 'promise' and (a.status not in ('resolved', 'dismissed') or e.acted_at > $since) and e.acted_at <= $at
union all
select $handover, 'changed', a.alert_id, e.event_id, e.status, a.severity, e.grid_id, e.role, a.due_at
from about a
join alert_event e on e.alert_id = a.alert_id
where e.act not in ('promise', 'step', 'unstep') and e.acted_at > $since and e.acted_at <= $at
