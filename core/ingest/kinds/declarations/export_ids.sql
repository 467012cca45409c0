-- purpose: declarations of people of a grid and below whom the reader may see, the latest first.  grain: one row per declaration
-- parameters: $scope roots, $grid (0: all), $today
select d.declaration_id
from declaration d
left join person p on p.person_id = d.person_id
where d.person_id in (from scope_people($scope, cast($today as date)))
  and ($grid = 0 or p.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
order by d.declared_at desc, d.declaration_id
