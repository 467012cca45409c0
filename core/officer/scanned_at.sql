-- purpose: where somebody is scanned by an officer: the grid named, else the home, else where they work, study or stay; of the scope alone.
-- grain: one row, or none.  parameters: $person_id, $code (a grid's; null: none named), $scope (roots), $day
with named as (
  select grid_id, 0 as turn from grid where code = $code
  union all
  select home_grid_id, 1 from person where person_id = $person_id and $code is null
  union all
  select grid_id, 2 from membership where person_id = $person_id and $code is null and kind <> 'home' and holds_on(since, until, $day)
)
select grid_id
from named
where grid_id in (from scope_grids($scope))
order by turn, grid_id
limit 1
