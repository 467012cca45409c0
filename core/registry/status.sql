-- purpose: what the store holds within a scope.  grain: one row.  parameters: $scope roots, $as_of
with visible as (from scope_grids($scope))
select
  (select count(*) from grid where grid_id in (from visible) and closed_on is null) as grids,
  (select count(*) from unit where grid_id in (from visible) and grid_id in (select grid_id from grid where closed_on is null)) as units,
  (select count(*) from household where grid_id in (from visible)) as households,
  (select count(*) from person where home_grid_id in (from visible) and person_id not in (from gone_on($as_of))) as people,
  (select count(*) from person where not registered and person_id in (from scope_people($scope, $as_of))) as visitors,
  (select coalesce(sum(check_ins), 0)::bigint from grid_day where grid_id in (from visible)) as check_ins,
  (select count(*) from alert where status in ('open', 'acknowledged', 'assigned') and grid_id in (from visible)) as alerts,
  (select count(*) from task where status in ('open', 'overdue') and grid_id in (from visible)) as tasks,
  (select count(*) from import_batch where list_contains($scope, 0)) as batches,
  (select min(day) from grid_day where check_ins > 0 and grid_id in (from visible)) as first_day,
  (select max(day) from grid_day where check_ins > 0 and grid_id in (from visible)) as last_day
