-- purpose: how much waits for somebody.  grain: one row (alerts that nobody has taken, tasks that are overdue).  parameters: $scope (roots)
select
  (select count(*) from alert where status = 'open' and alert_id in (from scope_alerts($scope))),
  (select count(*) from task where status = 'overdue' and grid_id in (from scope_grids($scope)))
