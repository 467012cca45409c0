-- purpose: how much the register holds within a scope.  grain: one row.  parameters: $scope roots, $as_of
with visible as (from scope_grids($scope))
select
  (select count(*) from grid where grid_id in (from visible) and closed_on is null) as grids,
  (select count(*) from unit where grid_id in (from visible) and grid_id in (select grid_id from grid where closed_on is null)) as units,
  (select count(*) from household where grid_id in (from visible)) as households,
  (select count(*) from person where home_grid_id in (from visible) and person_id not in (from gone_on($as_of))) as people,
  (select count(*) from person where not registered and person_id in (from scope_people($scope, $as_of))) as visitors
