-- purpose: people by shown class of each of some grids, on the last day classified up to $until.  grain: one row per grid and class
-- parameters: $scope (roots), $children (grid ids), $until
select t.ancestor_id as grid_id, c.class, cast(sum(c.people) as bigint) as people
from class_day c
join grid_tree t on t.grid_id = c.home_grid_id
where c.day = (select max(day) from class_day where day <= $until)
  and t.ancestor_id in (select unnest($children))
  and c.home_grid_id in (from scope_grids($scope))
group by t.ancestor_id, c.class;
