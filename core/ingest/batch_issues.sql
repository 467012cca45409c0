-- purpose: the issues of a batch, by row within the scope; all of them to who imported it.  grain: one issue
-- parameters: $everything, $scope, $batch, $reader (login)
select i.sheet, i."row", i.col as "column", i.code, i.severity, i.fields
from import_issue i
join import_batch b on b.batch_id = i.batch_id
where i.batch_id = $batch and ($everything or b.actor = $reader or i.grid_id in (from scope_grids($scope)))
order by i.sheet, i."row", i.code
