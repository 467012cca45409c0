-- purpose: the departments, classes and teams of one unit, in the order of an indented list
-- grain: one row per grid of the tree, its unit first; check_ins null where the data of the day are missing
-- parameters: $scope roots, $grid_id (the unit), $day (whose check-ins), $as_of; $show_work_phone
with recursive tree as (
  select grid_id, code, name, level, parent_id, 0 as depth, [code] as place
  from grid
  where grid_id = $grid_id and axis = 'block' and grid_id in (from scope_grids($scope))
  union all
  select g.grid_id, g.code, g.name, g.level, g.parent_id, t.depth + 1, list_append(t.place, g.code)
  from tree t
  join grid g on g.parent_id = t.grid_id and g.axis = 'block' and g.closed_on is null
  where t.depth < 20
),
assigned as (
  select t.ancestor_id as grid_id, count(distinct m.person_id) filter (where m.kind <> 'contact') as people,
    count(distinct m.person_id) filter (where m.kind = 'contact') as parents
  from membership m
  join grid_tree t on t.grid_id = m.grid_id and t.ancestor_id in (select grid_id from tree)
  where m.kind in ('work', 'study', 'temporary', 'contact') and holds_on(m.since, m.until, $as_of) and m.person_id not in (from dead_on($as_of))
  group by t.ancestor_id
),
scanned as (
  select t.ancestor_id as grid_id, sum(d.check_ins)::bigint as check_ins
  from grid_day d
  join grid_tree t on t.grid_id = d.grid_id and t.ancestor_id in (select grid_id from tree)
  where d.day = $day
  group by t.ancestor_id
),
gone as (
  select exists (
    select 1 from missing_day m where m.day = $day and (m.grid_id = 0 or m.grid_id in (select ancestor_id from grid_tree where grid_id = $grid_id))
  ) as day
),
answering as (
  -- the responsible, or the first of a chain
  select grid_id, name, phone from duty where name is not null and role <> 'deputy'
  qualify row_number() over (partition by grid_id order by role <> 'responsible', rank, role) = 1
)
select
  t.grid_id, t.code, t.name, t.level, t.parent_id, t.depth,
  coalesce(a.people, 0) as people, coalesce(a.parents, 0) as parents,
  case when not gone.day then coalesce(s.check_ins, 0) end as check_ins,
  d.name as responsible,
  case when $show_work_phone then d.phone else mask_phone(d.phone) end as phone
from tree t
cross join gone
left join assigned a on a.grid_id = t.grid_id
left join scanned s on s.grid_id = t.grid_id
left join answering d on d.grid_id = t.grid_id
order by t.place
