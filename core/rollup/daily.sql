-- purpose: a subtree's indicators by day.  grain: one row per day from $since to $until, days without rows with 0
-- parameters: $scope (roots), $grid (0: everything), $since, $until
with visible as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
calendar as (
  select cast(d as date) as day from range(cast($since as timestamp), cast($until as timestamp) + interval 1 day, interval 1 day) r(d)
),
summed as (
  select
    day, sum(check_ins) as check_ins, sum(entries) as entries, sum(exits) as exits, sum(fevers) as fevers,
    sum(outsiders) as outsiders, sum(residents_seen) as residents_seen, sum(expected) as expected,
    sum(least(check_ins, expected)) filter (where expected is not null) as met
  from grid_day
  where day between $since and $until and grid_id in (select grid_id from visible)
  group by day
)
select
  c.day,
  cast(coalesce(s.check_ins, 0) as bigint) as check_ins,
  cast(coalesce(s.entries, 0) as bigint) as entries,
  cast(coalesce(s.exits, 0) as bigint) as exits,
  cast(coalesce(s.fevers, 0) as bigint) as fevers,
  cast(coalesce(s.outsiders, 0) as bigint) as outsiders,
  cast(coalesce(s.residents_seen, 0) as bigint) as residents_seen,
  s.expected,
  s.met / nullif(s.expected, 0) as coverage
from calendar c
left join summed s on s.day = c.day
order by c.day;
