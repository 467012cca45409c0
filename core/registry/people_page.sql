-- purpose: what a page of the list of people says of each.  grain: one row per person, in the order of $people; none whom the scope does not reach
-- parameters: $people (ids, found by people_ids.sql); $scope (roots), $as_of; $seen_since (the day from which on the last check-in is looked for);
--   $show_name, $show_phone, $show_id_number: not masked
with page as materialized (
  select unnest(cast($people as integer[])) as person_id, unnest(range(len($people))) as turn
),
-- all classes of a person, the shown one first; of those with an end the foremost says when
held as (
  select c.person_id, list(c.class order by c.rank) as classes, arg_min(c.until, c.rank) filter (where c.until is not null) as until
  from person_class c
  where c.person_id in (select person_id from page)
  group by c.person_id
),
last_seen as (
  select d.person_id, max(d.last_at) as last_at
  from person_day d
  where d.day >= $seen_since and d.person_id in (select person_id from page)
  group by d.person_id
),
-- somebody on no roster has no home: where and when a scan first told of them stands in its place
first_seen as (
  select m.person_id, arg_min(m.grid_id, m.since) as grid_id, min(m.since) as since
  from membership m
  where m.kind = 'temporary' and m.person_id in (select person_id from page)
  group by m.person_id
),
township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
  group by t.grid_id
)
select
  p.person_id,
  case when $show_name then p.name else mask_name(p.name) end as name,
  p.sex,
  year(p.birth_date) as born,
  case when $show_phone then p.phone else mask_phone(p.phone) end as phone,
  case when $show_id_number then p.id_number else mask_id(p.id_number) end as id_number,
  p.home_grid_id as grid_id,
  g.name as grid_name,
  case when u.grid_id is null or u.level in ('county', 'township') then g.name else u.name || ' ' || g.name end as place,
  t.name as township,
  p.household_id,
  h.code as household,
  c.classes[1] as class,
  c.classes,
  c.until,
  p.origin,
  p.arrived_on,
  s.last_at as last_seen,
  p.status,
  p.status_on,
  case when not p.registered then f.since end as first_seen
from page
join person p on p.person_id = page.person_id
left join first_seen f on f.person_id = p.person_id
left join grid g on g.grid_id = coalesce(p.home_grid_id, case when not p.registered then f.grid_id end)
left join grid u on u.grid_id = g.parent_id
left join township t on t.grid_id = g.grid_id
left join household h on h.household_id = p.household_id
left join held c on c.person_id = p.person_id
left join last_seen s on s.person_id = p.person_id
where p.person_id in (from scope_people_among($scope, $as_of, $people))
order by page.turn
