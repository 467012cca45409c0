-- purpose: work orders as typed values beside those stored, when each is due, and issues on them.  grain: plan.work_orders one row per staged row
-- parameters: $today, $latest, $whole.  needs: plan.order_place, plan.workday, plan.order_days
create or replace table plan.work_orders as
with told as (
  select s.sheet, s.row, upper(regexp_replace(plan.told(s.order_no), '\s', '', 'g')) as order_no, s.received_at as received_text, plan.moment(s.received_at, $today) as received_at,
    plan.told(s.told_due) as due_text, plan.moment(s.told_due, $today) as told_due, not regexp_matches(coalesce(s.told_due, ''), '\d[:：时点]') as due_is_day,
    try_cast(regexp_extract(plan.told(s.told_days), '^\d{1,3}') as smallint) as told_days,
    plan.told(s.kind) as kind_text, v.code as kind, coalesce(u.code = 'urgent', false) as urgent, plan.told(s.urgency) as urgency_text, u.code as urgency,
    nullif(concat_ws(' › ', plan.told(s.category_1), plan.told(s.category_2), plan.told(s.category_3), plan.told(s.category_4), plan.told(s.category_5)), '') as category,
    nullif(concat_ws('：', plan.told(s.title), plan.told(s.told)), '') as told, plan.told(s.opinion) as opinion, plan.told(s.unit) as unit, plan.told(s.source) as source,
    plan.told(s.address) as address, plan.told(s.caller) as caller, plan.told(s.phone) as phone, coalesce(c.code = 'yes', false) as secret,
    case w.code when 'yes' then true when 'no' then false end as wants_answer, plan.told(s.withdrawn) is not null as withdrawn,
    p.grid_id, p.proposed_id, p.ways, p.by as matched_by
  from plan.staged_work_orders s
  left join plan.order_place p on p.sheet = s.sheet and p.row = s.row
  left join plan.value v on v.set_name = 'order_kind' and v.text = plan.value_key(plan.told(s.kind))
  left join plan.value u on u.set_name = 'order_urgency' and u.text = plan.value_key(plan.told(s.urgency))
  left join plan.value c on c.set_name = 'order_yes' and c.text = plan.value_key(plan.told(s.secret))
  left join plan.value w on w.set_name = 'order_yes' and w.text = plan.value_key(plan.told(s.wants_answer))
),
known as (
  select t.* exclude (told_due), o.order_id, o.grid_id as known_grid, o.state as old_state,
    -- a day alone lasts until its end
    case when t.due_is_day and t.told_due = date_trunc('day', t.told_due) then t.told_due + to_hours(e.ends_hour) else t.told_due end as told_due,
    coalesce(o.extended, 0) + coalesce(o.paused, 0) as more, e.ends_hour,
    coalesce(t.told_days, case when t.urgent then e.urgent_days else e.days end) as days,
    o.received_at as was_received, o.kind as was_kind, o.urgent as was_urgent, o.category as was_category, o.told as was_told, o.opinion as was_opinion, o.unit as was_unit,
    o.source as was_source, o.address as was_address, o.caller as was_caller, o.phone as was_phone, o.told_due as was_due
  from told t
  left join work_order o on o.order_no = t.order_no
  left join plan.order_days e on e.kind = coalesce(t.kind, 'other')
),
-- the working day, counted, on which it is due: from a day that was told, or from that of its receipt
counted as (
  select
    k.*, case when k.told_due is not null and k.more > 0 then d.n + k.more end as told_n,
    case when k.told_due is null then r.n + k.days + k.more end as due_n
  from known k
  left join plan.workday r on r.day = cast(k.received_at as date)
  left join plan.workday d on d.day = cast(k.told_due as date)
),
timed as (
  select k.* exclude (told_n, due_n), coalesce(
    cast(b.day as timestamp) + (k.told_due - date_trunc('day', k.told_due)),
    case when k.days = 0 and k.more = 0 then date_trunc('day', k.received_at) + interval 1439 minute end,
    cast(l.day as timestamp) + to_hours(k.ends_hour),
    k.told_due, k.received_at + to_days(k.days)) as due_at
  from counted k
  left join plan.workday b on b.n = k.told_n and b.works
  left join plan.workday l on l.n = k.due_n and l.works
)
select *,
  row_number() over (partition by order_no order by sheet, row) as time,
  first_value(row) over (partition by order_no order by sheet, row) as first_row,
  case when order_id is null then [] else list_filter([
    case when received_at is not null and received_at <> was_received then 'received_at' end,
    case when kind is not null and kind is distinct from was_kind then 'kind' end,
    case when urgency is not null and urgent <> was_urgent then 'urgency' end,
    case when category is not null and category is distinct from was_category then 'category' end,
    case when told is not null and told <> was_told then 'told' end,
    case when opinion is not null and opinion is distinct from was_opinion then 'opinion' end,
    case when unit is not null and unit is distinct from was_unit then 'unit' end,
    case when source is not null and source is distinct from was_source then 'source' end,
    case when address is not null and address is distinct from was_address then 'address' end,
    case when caller is not null and caller is distinct from was_caller then 'caller' end,
    case when phone is not null and phone is distinct from was_phone then 'phone' end,
    case when told_due is not null and told_due is distinct from was_due then 'told_due' end,
    case when withdrawn and old_state not in ('accepted', 'withdrawn') then 'withdrawn' end
  ], x -> x is not null) end as changes,
  null::text as status, null::integer as new_no
from timed;

insert into plan.issue
select sheet, row, 'order_no', 'order_no_missing', null from plan.work_orders where order_no is null
union all
select sheet, row, 'received_at', 'time_bad', json_object('value', coalesce(received_text, '')) from plan.work_orders where received_at is null and order_id is null
union all
select sheet, row, 'received_at', 'date_future', json_object('value', received_text) from plan.work_orders where received_at > $latest
union all
select sheet, row, 'told', 'order_told_missing', null from plan.work_orders where told is null and order_id is null
union all
select sheet, row, 'told_due', 'date_bad', json_object('value', due_text) from plan.work_orders where due_text is not null and told_due is null
union all
select sheet, row, 'told_due', 'order_due_early', json_object('value', due_text) from plan.work_orders where told_due < received_at
union all
select sheet, row, 'kind', 'value_unknown', json_object('value', kind_text) from plan.work_orders where kind_text is not null and kind is null
union all
select sheet, row, 'urgency', 'value_unknown', json_object('value', urgency_text) from plan.work_orders where urgency_text is not null and urgency is null
union all
select sheet, row, 'address', case when ways > 1 then 'order_grid_several' else 'order_grid_asked' end, json_object('ways', ways)
from plan.work_orders where $whole and grid_id is null and order_id is null
union all
-- who does not see the whole county would never see it again
select sheet, row, 'address', 'order_grid_nowhere', null from plan.work_orders where not $whole and proposed_id is null and order_id is null
union all
select sheet, row, 'address', 'grid_outside_scope', json_object('value', coalesce(address, '')) from plan.work_orders
where not $whole and coalesce(case when order_id is not null then coalesce(known_grid, -1) end, proposed_id) not in (select grid_id from plan.in_scope)
union all
select sheet, row, 'order_no', 'duplicate_row', json_object('first', first_row) from plan.work_orders where order_no is not null and time > 1;

create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.work_orders o set status = case
  when exists (select 1 from plan.refused r where r.sheet = o.sheet and r.row = o.row) then 'rejected'
  when order_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end;

update plan.work_orders o set new_no = n.new_no
from (select sheet, row, row_number() over (order by received_at, sheet, row) as new_no from plan.work_orders where status = 'new') n
where n.sheet = o.sheet and n.row = o.row
