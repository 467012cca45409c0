-- purpose: tests of people of a grid and below whom the reader may see, the latest first.  grain: one row per test.  parameters: $scope roots, $grid (0: all), $today
select t.test_id
from test_result t
left join person p on p.person_id = t.person_id
where t.person_id in (from scope_people($scope, cast($today as date)))
  and ($grid = 0 or p.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
order by coalesce(t.sampled_at, t.reported_at) desc, t.test_id
