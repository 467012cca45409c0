-- purpose: people by shown class and day of each of some grids.  grain: one row per grid, day and class
-- parameters: $scope (roots), $children (grid ids), $since, $until
select t.ancestor_id as grid_id, g.name, c.day, c.class, cast(sum(c.people) as bigint) as people
from class_day c
join grid_tree t on t.grid_id = c.home_grid_id
join grid g on g.grid_id = t.ancestor_id
where c.day between $since and $until
  and t.ancestor_id in (select unnest($children))
  and c.home_grid_id in (from scope_grids($scope))
group by t.ancestor_id, g.name, c.day, c.class
order by t.ancestor_id, c.day, c.class;
