-- purpose: other numbers as soon as an alert, a unit or a grade is another: with days_stamp and everybody_stamp all that a screen says of a day but its tasks
-- grain: one row.  parameters: none
select
  (select sum(cast(hash(a) as hugeint)) from alert a) as alerts,
  (select sum(cast(hash(alert_id, grid_id) as hugeint)) from alert_grid) as concerned,
  (select sum(cast(hash(u) as hugeint)) from unit u) as units,
  (select sum(cast(hash(grid_id, grade) as hugeint)) from grid_grade) as grades
