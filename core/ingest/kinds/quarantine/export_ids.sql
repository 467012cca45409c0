-- purpose: stays of people of a grid and below whom the reader may see, the latest first.  grain: one row per stay.  parameters: $scope roots, $grid (0: all), $today
select q.quarantine_id
from quarantine q
left join person p on p.person_id = q.person_id
where q.person_id in (from scope_people($scope, cast($today as date)))
  and ($grid = 0 or p.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
order by q.since desc nulls last, q.quarantine_id
