-- purpose: a page of the work orders that chosen.sql finds: overdue ones first, then those due next, then those to be checked, then those that are over.  grain: one row per order
-- parameters: those of chosen.sql, $reveal_name, $reveal_phone, $limit, $offset
, page as (
  select *, case when overdue then 0 when open and paused_at is null then 1 when open then 2 when state = 'answered' then 3 else 4 end as rank
  from wanted
  order by rank, case when rank < 4 then due_at end, received_at desc, order_id
  limit $limit offset $offset
),
township as (
  select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = 'township' group by t.grid_id
)
select
  p.order_id, p.order_no, p.received_at, p.kind, p.urgent, p.category, p.told, p.opinion, p.unit, p.source, p.address,
  case when $reveal_name and not p.secret then p.caller else mask_name(p.caller) end as caller, case when $reveal_phone then p.phone else mask_phone(p.phone) end as phone,
  p.secret, p.wants_answer, p.grid_id, g.name as grid_name, w.name as township, p.proposed_grid_id, n.name as proposed_name, p.matched_by, p.state, p.days, p.extended, p.paused, p.paused_at,
  p.due_at, p.told_due, p.overdue, p.near, p.dispatched_at, p.taken_at, p.answer, p.answered_at, p.answered_by, p.checked_at, p.check_note, p.returned,
  coalesce(p.answered_at, p.due_at) > p.due_at as answered_late
from page p
left join grid g on g.grid_id = p.grid_id
left join township w on w.grid_id = coalesce(p.grid_id, p.proposed_grid_id)
left join grid n on n.grid_id = p.proposed_grid_id
order by p.rank, case when p.rank < 4 then p.due_at end, p.received_at desc, p.order_id
