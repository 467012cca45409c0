-- purpose: whether anything has been overdue for another span of grace and has somebody above.  grain: at most one row.  parameters: $at, $grace (minutes)
select 1
from task
where status = 'overdue' and coalesce(closes_at, timestamp '9999-12-31') > $at and owner_role <> 'desk'
  and date_diff('second', greatest(due_at, coalesce(asked_at, due_at)), cast($at as timestamp)) // ($grace * 60) > raised
limit 1
