-- purpose: import history.  grain: one sheet of one batch, newest first.  parameters: $everything, $scope, $limit, $way (file or form; null: both)
-- A narrower scope sees the batches that touched grids of its own.
with seen as (
  select batch_id from import_batch where $everything
  union
  select batch_id from import_grid where grid_id in (from scope_grids($scope))
)
select b.batch_id, b.imported_at, b.actor, b.file_name, b.status, b.seconds, case when f.batch_id is null then 'file' else 'form' end as way, s.sheet, s.kind, s.rows, s.new, s.changed, s.unchanged,
  s.conflict, s.rejected
from import_batch b join import_sheet s on s.batch_id = b.batch_id left join import_form f on f.batch_id = b.batch_id
where b.batch_id in (select batch_id from seen) and ($way is null or way = $way)
order by b.batch_id desc, s.sheet limit $limit
