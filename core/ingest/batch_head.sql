-- purpose: a batch as far as a scope may handle it.  grain: the batch, none when it touched nothing in the scope
-- parameters: $batch, $everything, $scope.  `outside`: it also touched grids of others
with reach as (
  select i.grid_id in (from scope_grids($scope)) as seen
  from import_grid i join grid g on g.grid_id = i.grid_id
  where i.batch_id = $batch
)
select b.file_name, b.status, b.logged, not $everything and exists (select 1 from reach where not seen) as outside, b.sha256, b.actor
from import_batch b
where b.batch_id = $batch and ($everything or exists (select 1 from reach where seen))
