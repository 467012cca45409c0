-- purpose: who answers, one behind the other: a head of statements, which read `step`
-- grain: post one row per grid and duty that somebody holds; step one row per start and who answers there at that moment, from the nearest up to the county's desk
-- parameters: $at, and lists of one length: $start_grids, $start_roles (the duty of that grid that comes first; '': as the chain has it)
-- A duty is away or disabled (its holder's account was): its stand-in answers, or the stand-in's; where they stand in for one another, the next of the chain does.
with recursive start as (
  select distinct unnest(cast($start_grids as integer[])) as grid_id, unnest(cast($start_roles as text[])) as first_role
),
standing as (
  select * from rota where ended_at is null and since <= $at and coalesce(until, timestamp '9999-12-31') > $at
),
clock as (
  select isodow(cast($at as timestamp)) as weekday, isodow(cast($at as timestamp) - interval 1 day) as before,
    date_diff('minute', date_trunc('day', cast($at as timestamp)), cast($at as timestamp)) as minute
),
-- the single days win over the week's plan, the later entry over the earlier
shift as (
  select s.grid_id, s.role, arg_min(s.name, (s.weekday is not null, -s.rota_id)) as name, arg_min(s.phone, (s.weekday is not null, -s.rota_id)) as phone,
    min(case when s.weekday is null then 0 else 1 end) as nth
  from standing s
  cross join clock c
  where s.kind = 'on' and (
    s.weekday is null
    or s.weekday = c.weekday and c.minute >= s.from_minute and (c.minute < s.to_minute or s.to_minute <= s.from_minute)
    or s.weekday = c.before and c.minute < s.to_minute and s.to_minute <= s.from_minute
  )
  group by s.grid_id, s.role
),
off as (
  select grid_id, role, arg_max(stand_grid_id, rota_id) as stand_grid_id, arg_max(stand_role, rota_id) as stand_role
  from standing
  where kind = 'away'
  group by grid_id, role
),
-- a name that has accounts in a grid, and none that still opens
disabled as (
  select s.grid_id, a.name from account a join account_scope s on s.account_id = a.account_id group by s.grid_id, a.name having not bool_or(a.active)
),
held as (
  select grid_id, role, arg_min(name, coalesce(rank, 0)) as name, arg_min(phone, coalesce(rank, 0)) as phone,
    min(case role when 'responsible' then -1 when 'deputy' then 100000 else coalesce(rank, 0) end) as place
  from duty
  where name is not null
  group by grid_id, role
),
every_post as (
  select grid_id, role from held union select grid_id, role from shift where name is not null
),
post as (
  select
    e.grid_id, e.role, coalesce(s.name, h.name) as name, case when s.name is not null then s.phone else h.phone end as phone, coalesce(h.place, 50000) as place,
    coalesce(s.nth, 9) as nth,
    case
      when o.grid_id is not null and (s.name is null or s.nth = 1) then 'away'
      when d.name is not null and s.name is null then 'disabled'
    end as cannot
  from every_post e
  left join held h on h.grid_id = e.grid_id and h.role = e.role
  left join shift s on s.grid_id = e.grid_id and s.role = e.role
  left join off o on o.grid_id = e.grid_id and o.role = e.role
  left join disabled d on d.grid_id = e.grid_id and d.name = h.name
),
goes as (
  select grid_id, role, grid_id as to_grid_id, role as to_role, 0 as steps from post
  union all
  select g.grid_id, g.role, o.stand_grid_id, o.stand_role, g.steps + 1
  from goes g
  join off o on o.grid_id = g.to_grid_id and o.role = g.to_role
  where o.stand_grid_id is not null and g.steps < 8
),
stands as (
  select g.grid_id, g.role, arg_min(p.grid_id, g.steps) as owner_grid_id, arg_min(p.role, g.steps) as owner_role, min(g.steps) as steps
  from goes g
  join post p on p.grid_id = g.to_grid_id and p.role = g.to_role and p.cannot is null
  group by g.grid_id, g.role
),
depth as (
  select grid_id, count(*) as depth from grid_tree group by grid_id
),
above as (
  select s.grid_id, s.first_role, t.ancestor_id, d.depth, g.level
  from start s
  join grid_tree t on t.grid_id = s.grid_id
  join grid g on g.grid_id = t.ancestor_id
  join depth d on d.grid_id = t.ancestor_id
),
reached as (
  select a.grid_id, a.first_role, a.depth, p.grid_id as post_grid_id, p.role as post_role, p.nth, p.place, w.owner_grid_id, w.owner_role, w.steps,
    a.ancestor_id = a.grid_id and p.role = a.first_role as given
  from above a
  join post p on p.grid_id = a.ancestor_id and p.role <> 'desk'
  join stands w on w.grid_id = p.grid_id and w.role = p.role
  qualify row_number() over (
    partition by a.grid_id, a.first_role, w.owner_grid_id, w.owner_role
    order by a.ancestor_id = a.grid_id and p.role = a.first_role desc, a.depth desc, p.nth, p.place, p.role
  ) = 1
),
last as (
  select grid_id, first_role, coalesce(arg_max(ancestor_id, depth) filter (where level = 'county'), arg_min(ancestor_id, depth)) as desk_grid_id
  from above
  group by grid_id, first_role
),
step as (
  select
    r.grid_id, r.first_role,
    cast(row_number() over (partition by r.grid_id, r.first_role order by r.given desc, r.depth desc, r.nth, r.place, r.post_role) as integer) as step,
    r.post_grid_id, r.post_role, r.owner_grid_id, r.owner_role, r.steps > 0 as stands_in, p.name, p.phone
  from reached r
  join post p on p.grid_id = r.owner_grid_id and p.role = r.owner_role
  union all
  select l.grid_id, l.first_role, cast(coalesce(n.steps, 0) + 1 as integer), l.desk_grid_id, 'desk', l.desk_grid_id, 'desk', false, p.name, p.phone
  from last l
  left join (select grid_id, first_role, count(*) as steps from reached group by grid_id, first_role) n on n.grid_id = l.grid_id and n.first_role = l.first_role
  left join post p on p.grid_id = l.desk_grid_id and p.role = 'desk'
)
