-- purpose: scans seen against scans expected.  grain: one row.  parameters: $grid ($everything: all that the scope sees), $scope (roots), $since, $until, $everything
with wanted as (
  select grid_id from scope_grids($scope) where grid_id = $grid
  union all
  -- the topmost of the scope, each with all below it
  select r.grid_id
  from (select unnest($scope) as grid_id) r
  left join grid_tree t on t.grid_id = r.grid_id and t.ancestor_id <> r.grid_id and list_contains($scope, t.ancestor_id)
  where $grid = $everything and t.grid_id is null
)
select sum(seen) / nullif(sum(expected), 0)
from coverage_day
where day between $since and $until and grid_id in (select grid_id from wanted)
