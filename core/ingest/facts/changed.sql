-- purpose: a row that tells another fact of somebody known is a changed one.  grain: plan's outcome, updated.  parameters: none
update outcome_of_rows o set
  status = case when o.status = 'unchanged' then 'changed' else o.status end,
  changes = list_concat(coalesce(o.changes, []), c.fields)
from (select sheet, row, list(field) as fields from plan.fact_change group by sheet, row) c
where c.sheet = o.sheet and c.row = o.row and o.status in ('unchanged', 'changed')
