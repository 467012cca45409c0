-- purpose: calls that somebody answers.  grain: one row per call.  parameters: $n, $scope (roots; 0: also the county's desk and its grid), $at, $actor, $how, $grids (whose calls; null: those that ask
--   the duties of the roots themselves)
update drill_call
set answered_at = $at, answered_by = $actor, how = $how
where drill_id = $n and answered_at is null and case
    when $grids is not null then list_contains($grids, grid_id) and grid_id in (from scope_grids($scope))
    else list_contains($scope, owner_grid_id) or list_contains($scope, 0) and owner_grid_id in (select grid_id from grid where parent_id is null and axis = 'area')
  end
returning grid_id
