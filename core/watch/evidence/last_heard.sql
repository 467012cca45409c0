-- purpose: the last scan of each scan point of a grid that has fallen silent, and what was to be expected of it since
-- grain: one row per grid within it on its axis that sent anything in the six weeks before, the latest first; then one for the residents whose
--   silence is not judged meanwhile
-- parameters: $grid, $first_day, $last_day (of the silence), $scope (roots), $limit
with part as (
  select g.grid_id
  from grid_tree t
  join grid g on g.grid_id = t.grid_id
  where t.ancestor_id = $grid and g.axis = (select axis from grid where grid_id = $grid) and g.grid_id in (from scope_grids($scope))
),
heard as (
  select grid_id, max(scanned_at) as at
  from every_check_in
  where scanned_at >= cast($first_day as date) - 42 and scanned_at < cast($first_day as date) and grid_id in (from part)
  group by grid_id
),
usual as (
  select grid_id, avg(expected) as a_day
  from grid_day
  where day between $first_day and $last_day and grid_id in (from part)
  group by grid_id
),
unjudged as (
  select count(*) as people
  from person
  where home_grid_id in (from part) and person_id not in (from gone_on($last_day))
),
row_of as (
  select
    h.at,
    placed(u.name, u.level, g.name) as place,
    null as person_name, case when d.a_day is null then 'heard_last' else 'heard_last_usual' end as what,
    json_object('a_day', round(d.a_day)) as fields
  from heard h
  join grid g on g.grid_id = h.grid_id
  left join grid u on u.grid_id = g.parent_id
  left join usual d on d.grid_id = h.grid_id
  order by h.at desc, h.grid_id
  limit $limit
)
select r.at, r.place, r.person_name, r.what, r.fields
from (
  select * from row_of
  union all
  select null, null, null, 'feed_silences', json_object('people', people) from unjudged where people > 0
) r
order by r.at desc nulls last, r.place
