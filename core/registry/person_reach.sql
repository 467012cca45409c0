-- purpose: whether a scope reaches a person: by the home, by a membership that goes on at $as_of, or as a visitor seen by the whole
-- grain: one row, or none.  parameters: $scope roots, $person_id, $as_of
select p.person_id
from person p
where p.person_id = $person_id
  and (
    p.home_grid_id in (from scope_grids($scope))
    or (p.home_grid_id is null and list_contains($scope, 0))
    or exists (
      select 1 from membership m
      where m.person_id = p.person_id and (m.until is null or m.until >= $as_of) and m.grid_id in (from scope_grids($scope))
    )
  )
