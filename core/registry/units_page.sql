-- purpose: one page of the units that units_matched.sql (its head) finds
-- grain: one row per unit, those that are not open first, by township and name.  parameters: those of units_matched.sql; $limit, $offset, $as_of; $show_work_phone
, belonging as (
  select t.ancestor_id as grid_id, count(distinct m.person_id) as people
  from membership m
  join grid_tree t on t.grid_id = m.grid_id and t.ancestor_id in (select grid_id from matched)
  where m.kind in ('work', 'study', 'temporary') and holds_on(m.since, m.until, $as_of) and m.person_id not in (from dead_on($as_of))
  group by t.ancestor_id
),
answering as (
  -- the responsible, or the first of a chain
  select grid_id, name, phone from duty where name is not null and role <> 'deputy'
  qualify row_number() over (partition by grid_id order by role <> 'responsible', rank, role) = 1
),
township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
  group by t.grid_id
)
select
  u.grid_id, u.code, u.name, u.kind, u.industry, u.resumption, u.resumed_on, u.staff, u.staff_back, u.obstacle,
  case when u.staff > 0 then least(u.staff_back, u.staff) / u.staff end as back_share,
  coalesce(b.people, 0) as people,
  t.name as township,
  a.name as area_name,
  d.name as responsible,
  case when $show_work_phone then d.phone else mask_phone(d.phone) end as phone
from matched u
left join belonging b on b.grid_id = u.grid_id
left join township t on t.grid_id = u.grid_id
left join grid a on a.grid_id = u.area_id
left join answering d on d.grid_id = u.grid_id
order by u.resumption = 'resumed', t.name nulls last, u.name, u.grid_id
limit $limit offset $offset
