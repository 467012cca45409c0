-- purpose: the findings of a batch.  grain: one finding.  parameters: $everything, $scope, $batch
with seen as (
  select batch_id from import_batch where $everything
  union
  select batch_id from import_grid where grid_id in (from scope_grids($scope))
)
select sheet, "row", col as "column", code, severity, fields
from import_issue
where batch_id = $batch and batch_id in (select batch_id from seen)
order by sheet, "row", code
