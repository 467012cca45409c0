-- purpose: a subtree's indicators by day.  grain: one row per day from $since to $until; null on days whose data are missing, 0 on
-- others without rows
-- parameters: $scope (roots), $grid (0: everything), $since, $until
with visible as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
calendar as (
  select cast(d as date) as day from range(cast($since as timestamp), cast($until as timestamp) + interval 1 day, interval 1 day) r(d)
),
gone as (
  select distinct m.day from missing_day m join grid_tree t on t.ancestor_id = m.grid_id and t.grid_id = $grid where $grid <> 0
  union
  select day from missing_day where grid_id = 0
),
span as (
  select min(day) as first_day, max(day) as last_day from grid_day where check_ins > 0
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
  select c.day, coalesce(c.day between s.first_day and s.last_day, false) and c.day not in (select day from gone) as known
  from calendar c, span s
) k
left join summed s on s.day = k.day
order by k.day;
