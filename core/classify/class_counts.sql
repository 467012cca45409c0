-- purpose: people by shown class, with the same seven days earlier.  grain: one row per class
-- parameters: $scope (roots), $grid (0: everything), $as_of (null: the last day classified)
with day as (
  select max(day) as today from class_day where day <= coalesce(cast($as_of as date), date '9999-12-31')
),
counted as (
  select c.day, c.class, sum(c.people) as people
  from class_day c, day d
  where c.day in (d.today, d.today - 7)
    and c.home_grid_id in (from scope_grids($scope))
    and c.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
  group by c.day, c.class
)
select
  c.class,
  cast(coalesce(sum(c.people) filter (where c.day = d.today), 0) as bigint) as people,
  cast(sum(c.people) filter (where c.day < d.today) as bigint) as before
from counted c, day d
group by c.class;
