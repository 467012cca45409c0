-- purpose: work orders within reach that answer to the conditions.  grain: chosen one row per order
-- parameters: $scope (roots), $at (moment), $near (until when an end is near), $grid, $state (a state, open, overdue, near, paused, to_check; null: any), $kind, $order, $text
with chosen as (
  select o.*,
    o.state in ('new', 'dispatched', 'taken') as open,
    o.state in ('new', 'dispatched', 'taken') and o.paused_at is null and o.due_at <= $at as overdue,
    o.state in ('new', 'dispatched', 'taken') and o.paused_at is null and o.due_at > $at and o.due_at <= $near as near
  from work_order o
  where (list_contains($scope, 0) or o.grid_id in (from scope_grids($scope)) or (o.grid_id is null and o.proposed_grid_id in (from scope_grids($scope))))
    and ($grid = 0 or coalesce(o.grid_id, o.proposed_grid_id) in (select grid_id from grid_tree where ancestor_id = $grid))
    and ($kind is null or o.kind = $kind) and ($order is null or o.order_id = $order)
    and ($text is null or contains(concat_ws(' ', o.order_no, o.told, o.address), $text))
),
wanted as (
  select * from chosen
  where case $state when 'open' then open when 'overdue' then overdue when 'near' then near when 'paused' then open and paused_at is not null when 'to_check' then state = 'answered'
    else $state is null or state = $state end
)
