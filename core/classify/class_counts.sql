-- purpose: people by shown class, with the same a day and seven days earlier.  grain: one row per class
-- parameters: $scope (roots), $grid (0: everything), $as_of (null: the last day classified)
with last as (
  select max(day) as today from class_day where day <= coalesce(cast($as_of as date), date '9999-12-31')
),
compared as (
  select unnest([today, today - 1, today - 7]) as day, unnest([0, 1, 7]) as back from last
)
select
  c.class,
  cast(coalesce(sum(c.people) filter (where d.back = 0), 0) as bigint) as people,
  cast(sum(c.people) filter (where d.back = 1) as bigint) as yesterday,
  cast(sum(c.people) filter (where d.back = 7) as bigint) as before
from class_day c join compared d on d.day = c.day
where c.home_grid_id in (from scope_grids($scope))
  and c.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
group by c.class;
