-- purpose: people by shown class, with the same seven days earlier.  grain: one row per class
-- parameters: $scope (roots), $grid (0: everything), $as_of (null: the last day classified)
with last as (
  select max(day) as today from class_day where day <= coalesce(cast($as_of as date), date '9999-12-31')
),
compared as (
  select today as day, true as current from last
  union all
  select today - 7, false from last
)
select
  c.class,
  cast(coalesce(sum(c.people) filter (where d.current), 0) as bigint) as people,
  cast(sum(c.people) filter (where not d.current) as bigint) as before
from class_day c join compared d on d.day = c.day
where c.home_grid_id in (from scope_grids($scope))
  and c.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
group by c.class;
