-- purpose: how much waits for somebody.  grain: one row (alerts that nobody has taken, tasks that are overdue and can still be done, clues that nobody has taken on, applications that wait of those who
-- live there, duty information that is not signed, or signed and not sent).  parameters: $scope (roots), $at
select
  (select count(*) from alert where status = 'open' and alert_id in (from scope_alerts($scope))),
  (select count(*) from task where status = 'overdue' and coalesce(closes_at, timestamp '9999-12-31') > $at and grid_id in (from scope_grids($scope))),
  (select count(*) from clue where state = 'new' and (list_contains($scope, 0) or grid_id in (from scope_grids($scope)))),
  (select count(*) from exit_application e join person p on p.person_id = e.person_id where e.status = 'pending' and p.home_grid_id in (from scope_grids($scope))),
  (select count(*) from duty_report r where r.withdrawn_at is null and r.grid_id in (from scope_grids($scope))
    and (r.signed_at is null or r.report_id not in (select report_id from duty_told where way in ('writing', 'system'))))
