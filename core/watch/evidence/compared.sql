-- purpose: what the scan points of a grid counted on the days of an alert, beside what is usual; a head of busiest.sql and emptiest.sql
-- grain of compared: one row per grid within the alert's on its axis.  parameters: $grid, $first_day, $last_day, $indicator (check_ins | entries |
--   exits), $scope (roots)
with part as (
  select g.grid_id
  from grid_tree t
  join grid g on g.grid_id = t.grid_id
  where t.ancestor_id = $grid and g.axis = (select axis from grid where grid_id = $grid) and g.grid_id in (from scope_grids($scope))
),
counted as (
  select
    grid_id, day,
    case $indicator when 'entries' then entries when 'exits' then exits else check_ins end as counted
  from grid_day
  where day between cast($first_day as date) - 28 and $last_day and grid_id in (from part)
),
-- of the four weeks before, days of which nothing is known left out
compared as (
  select
    grid_id,
    coalesce(sum(counted) filter (where day >= $first_day), 0) as counted,
    coalesce(avg(counted) filter (where day < $first_day), 0) * count(*) filter (where day >= $first_day) as usual
  from counted
  group by grid_id
)
