-- purpose: what the store holds within a scope beside the register (status_register.sql).  grain: one row.  parameters: $scope roots
with visible as (from scope_grids($scope))
select
  (select coalesce(sum(check_ins), 0)::bigint from grid_day where grid_id in (from visible)) as check_ins,
  (select count(*) from alert where status in ('open', 'acknowledged', 'assigned') and grid_id in (from visible)) as alerts,
  (select count(*) from task where status in ('open', 'overdue') and grid_id in (from visible)) as tasks,
  (select count(*) from import_batch where list_contains($scope, 0)) as batches,
  (select min(day) from grid_day where check_ins > 0 and grid_id in (from visible)) as first_day,
  (select max(day) from grid_day where check_ins > 0 and grid_id in (from visible)) as last_day
