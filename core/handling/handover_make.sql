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
where e.act not in ('promise', 'step', 'unstep') and e.acted_at > $since and e.acted_at <= $at;

-- duty information that is not told yet, or was drafted or told in the shift
insert into handover_duty
with told as (select report_id, min(told_at) filter (where way <> 'phone') as wrote_at, max(told_at) as last_at from duty_told group by report_id)
select $handover, r.report_id, case when r.signed_at is null then 'draft' when t.wrote_at is null then 'signed' else 'told' end
from duty_report r
left join told t on t.report_id = r.report_id
where r.withdrawn_at is null and r.drafted_at <= $at and ($grid = 0 or r.grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
  and r.grid_id in (from scope_grids($scope)) and (r.signed_at is null or t.wrote_at is null or greatest(r.drafted_at, t.last_at) > $since)
