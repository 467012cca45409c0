-- purpose: indicators by day of each of some grids, each with all below it.  grain: one row per grid and day, days without rows with 0
-- parameters: $scope (roots), $children (grid ids), $since, $until
with below as (
  select ancestor_id as child_id, grid_id
  from grid_tree
  where ancestor_id in (select unnest($children)) and grid_id in (from scope_grids($scope))
),
calendar as (
  select cast(d as date) as day from range(cast($since as timestamp), cast($until as timestamp) + interval 1 day, interval 1 day) r(d)
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
  c.day,
  cast(coalesce(s.check_ins, 0) as bigint) as check_ins,
  cast(coalesce(s.entries, 0) as bigint) as entries,
  cast(coalesce(s.exits, 0) as bigint) as exits,
  cast(coalesce(s.fevers, 0) as bigint) as fevers,
  cast(coalesce(s.outsiders, 0) as bigint) as outsiders,
  cast(coalesce(s.residents_seen, 0) as bigint) as residents_seen,
  s.expected,
  s.met / nullif(s.expected, 0) as coverage
from grid k
cross join calendar c
left join summed s on s.child_id = k.grid_id and s.day = c.day
where k.grid_id in (select unnest($children))
order by k.grid_id, c.day;
