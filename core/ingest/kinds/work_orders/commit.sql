-- purpose: store the new and changed work orders of a plan; a new one whose place is sure goes to its grid.  parameters: $batch, $order_base, $now
create or replace temp table was_work_order as
select o.* from work_order o where o.order_id in (select order_id from plan.work_orders where status = 'changed');

insert into work_order (order_id, order_no, received_at, kind, urgent, category, told, opinion, unit, source, address, caller, phone, secret, wants_answer, grid_id, proposed_grid_id,
  matched_by, state, days, told_due, due_at, dispatched_at, batch_id)
select $order_base + new_no, order_no, received_at, kind, urgent, category, told, opinion, unit, source, address, caller, phone, secret, wants_answer, grid_id, proposed_id,
  matched_by, case when withdrawn then 'withdrawn' when grid_id is not null then 'dispatched' else 'new' end, days, told_due, due_at, case when grid_id is not null then $now end, $batch
from plan.work_orders where status = 'new' order by new_no;

update work_order o set received_at = coalesce(p.received_at, o.received_at), kind = coalesce(p.kind, o.kind), urgent = case when p.urgency is null then o.urgent else p.urgent end,
  category = coalesce(p.category, o.category), told = coalesce(p.told, o.told), opinion = coalesce(p.opinion, o.opinion), unit = coalesce(p.unit, o.unit),
  source = coalesce(p.source, o.source), address = coalesce(p.address, o.address), caller = coalesce(p.caller, o.caller), phone = coalesce(p.phone, o.phone),
  told_due = coalesce(p.told_due, o.told_due),
  days = case when list_has_any(p.changes, ['kind', 'urgency']) then p.days else o.days end,
  due_at = case when list_has_any(p.changes, ['kind', 'urgency', 'received_at', 'told_due']) and (p.told_due is not null or o.told_due is null) then coalesce(p.due_at, o.due_at) else o.due_at end,
  state = case when p.withdrawn and o.state not in ('accepted', 'withdrawn') then 'withdrawn' else o.state end
from plan.work_orders p where p.order_id = o.order_id and p.status = 'changed';

-- an order without a place is the whole county's
insert into import_grid
select distinct $batch, coalesce(known_grid, grid_id, proposed_id) from plan.work_orders where status in ('new', 'changed') and coalesce(known_grid, grid_id, proposed_id) is not null
union
select $batch, grid_id from grid
where axis = 'area' and parent_id is null and exists (select 1 from plan.work_orders where status in ('new', 'changed') and coalesce(known_grid, grid_id, proposed_id) is null)
