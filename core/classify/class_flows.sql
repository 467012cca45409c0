-- purpose: who moved between classes in a subtree.  grain: one row per day and pair of classes
-- parameters: $scope (roots), $grid (0: everything), $since, $until, $outside (what stands for no class)
select day, coalesce(from_class, $outside) as from_class, coalesce(to_class, $outside) as to_class, cast(sum(people) as bigint) as people
from class_flow_day
where day between $since and $until
  and home_grid_id in (from scope_grids($scope))
  and home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
group by 1, 2, 3
having sum(people) > 0
order by 1, 2, 3;
