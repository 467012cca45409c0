-- purpose: people by the class that counts for them, on the last day classified.  grain: one row per township and class
-- parameters: $scope (roots), $since, $until
with town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id),
last as (select max(day) as day from class_day where day between $since and $until)
select t.name as township, c.class, cast(sum(c.people) as double) as people
from class_day c
join last l on l.day = c.day
left join town t on t.grid_id = c.home_grid_id
where c.home_grid_id in (from scope_grids($scope))
group by all
order by all
