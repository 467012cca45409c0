-- purpose: indicators by day of each of some grids, each with all below it.  grain: one row per grid and day; null on days whose data
-- are missing, 0 on others without rows
-- parameters: $scope (roots), $children (grid ids), $since, $until
with below as (
  select ancestor_id as child_id, grid_id
  from grid_tree
  where ancestor_id in (select unnest($children)) and grid_id in (from scope_grids($scope))
),
calendar as (
  select cast(d as date) as day from range(cast($since as timestamp), cast($until as timestamp) + interval 1 day, interval 1 day) r(d)
),
gone as (
  select t.grid_id as child_id, m.day
  from missing_day m
  join grid_tree t on t.ancestor_id = m.grid_id and t.grid_id in (select unnest($children))
  group by t.grid_id, m.day
),
span as (
  select min(day) as first_day, max(day) as last_day from grid_day where check_ins > 0
),
summed as (
  select
    b.child_id, g.day, sum(g.check_ins) as check_ins, sum(g.entries) as entries, sum(g.exits) as exits, sum(g.fevers) as fevers,
    sum(g.outsiders) as outsiders, sum(g.residents_seen) as residents_seen, sum(g.expected) as expected,
    sum(least(g.check_ins, g.expected)) filter (where g.expected is not null) as met
  from grid_day g
  join below b on b.grid_id = g.grid_id
  where g.day between $since and $until
  group by b.child_id, g.day
)
select
  k.grid_id,
  k.name,
  k.day,
  case when k.known then cast(coalesce(s.check_ins, 0) as double) end as check_ins,
  case when k.known then cast(coalesce(s.entries, 0) as double) end as entries,
  case when k.known then cast(coalesce(s.exits, 0) as double) end as exits,
  case when k.known then cast(coalesce(s.fevers, 0) as double) end as fevers,
  case when k.known then cast(coalesce(s.outsiders, 0) as double) end as outsiders,
  case when k.known then cast(coalesce(s.residents_seen, 0) as double) end as residents_seen,
  s.expected,
  s.met / nullif(s.expected, 0) as coverage
from (
  select g.grid_id, g.name, c.day, coalesce(c.day between s.first_day and s.last_day, false) and o.day is null as known
  from grid g
  cross join calendar c
  cross join span s
  left join gone o on o.child_id = g.grid_id and o.day = c.day
  where g.grid_id in (select unnest($children))
) k
left join summed s on s.child_id = k.grid_id and s.day = k.day
order by k.grid_id, k.day;
