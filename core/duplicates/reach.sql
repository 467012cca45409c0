-- purpose: of some people, those whom a scope reaches: by the home, by a membership that goes on at $as_of, or visitors by the whole
-- grain: one row per person.  parameters: $scope roots, $people (ids), $as_of
with visible as (from scope_grids($scope))
select p.person_id
from person p
where p.person_id in (select unnest($people))
  and (
    p.home_grid_id in (from visible)
    or (p.home_grid_id is null and list_contains($scope, 0))
    or p.person_id in (
      select person_id from membership where (until is null or until >= $as_of) and grid_id in (from visible)
    )
  )
