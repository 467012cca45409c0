-- purpose: every grid's place in the chain: who holds it now, and what is wrong there; after head.sql, whose `post` it reads
-- grain: one row per grid of area levels and root of a block tree that is in use, by code.  parameters: those of head.sql, $scope (roots), $grid (0: everything), $levels, $a_day, $silent_since,
--   $show_work_phone
, asked as (
  select g.grid_id, g.code, g.name, g.level, g.axis, g.parent_id, g.area_id
  from grid g
  where (g.axis = 'area' or g.parent_id is null) and (g.closed_on is null or g.closed_on > cast($at as date))
    and g.grid_id in (from scope_grids($scope)) and g.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
    and list_contains($levels, case g.axis when 'block' then 'unit' else g.level end)
),
holder as (
  select p.*, s.owner_grid_id, s.owner_role
  from post p
  left join stands s on s.grid_id = p.grid_id and s.role = p.role
  where p.role <> 'desk'
  qualify row_number() over (partition by p.grid_id order by p.nth, p.place, p.role) = 1
),
able as (
  select grid_id, bool_or(owner_grid_id is not null) as able from (select p.grid_id, s.owner_grid_id from post p left join stands s on s.grid_id = p.grid_id and s.role = p.role where p.role <> 'desk') group by grid_id
),
opened as (
  select s.grid_id, a.name, bool_or(a.seen_at is not null) as ever, max(a.seen_at) as seen_at
  from account_scope s
  join account a on a.account_id = s.account_id
  where a.active
  group by s.grid_id, a.name
),
-- where the county has opened accounts at all: at other levels that nobody has one is no gap
with_accounts as (
  select distinct case g.axis when 'block' then 'unit' else g.level end as level
  from account_scope s
  join account c on c.account_id = s.account_id and c.active
  join grid g on g.grid_id = s.grid_id
),
work as (
  select owner_grid_id as grid_id, count(*) as tasks, count(*) filter (where status = 'overdue') as overdue,
    count(*) filter (where cast(due_at as date) <= cast($at as date)) as today, count(*) filter (where owner_why = 'load') as passed_on
  from task
  where status in ('open', 'overdue') and coalesce(closes_at, timestamp '9999-12-31') > $at
  group by owner_grid_id
),
overflown as (
  select distinct asked_grid_id as grid_id from task where owner_why = 'load' and status in ('open', 'overdue')
),
township as (
  select t.grid_id, min(g.grid_id) as town_id, min(g.name) as town
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
)
select
  a.grid_id, a.code, a.name, case a.axis when 'block' then 'unit' else a.level end as level, w.town_id, w.town, h.role, h.name as holder,
  case when $show_work_phone then h.phone else mask_phone(h.phone) end as phone, h.cannot, o.seen_at,
  coalesce(k.tasks, 0)::bigint as tasks, coalesce(k.overdue, 0)::bigint as overdue, coalesce(k.today, 0)::bigint as today,
  h.role is null as vacant,
  h.role is not null and (h.phone is null or trim(h.phone) = '') as no_phone,
  h.role is not null and not coalesce(o.ever, false) and l.level is not null as never_in,
  h.cannot is not null and h.cannot = 'disabled' as disabled,
  h.role is not null and not coalesce(b.able, false) as unanswered,
  f.grid_id is not null or coalesce(k.today, 0) > $a_day as overloaded,
  coalesce(o.ever, false) and o.seen_at < $silent_since and coalesce(k.overdue, 0) > 0 as silent
from asked a
left join township w on w.grid_id = a.grid_id
left join holder h on h.grid_id = a.grid_id
left join with_accounts l on l.level = case a.axis when 'block' then 'unit' else a.level end
left join able b on b.grid_id = a.grid_id
left join opened o on o.grid_id = a.grid_id and o.name = h.name
left join work k on k.grid_id = a.grid_id
left join overflown f on f.grid_id = a.grid_id
order by a.code
