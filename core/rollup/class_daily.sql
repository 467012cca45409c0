-- purpose: people by shown class and day in a subtree.  grain: one row per day and class.  parameters: $scope (roots), $grid, $since, $until
select day, class, cast(sum(people) as bigint) as people
from class_day
where day between $since and $until
  and home_grid_id in (from scope_grids($scope))
  and home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
group by day, class
order by day, class;
