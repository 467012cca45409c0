-- purpose: how far the work about some alerts and their people is.  grain: one row.  parameters: $alerts, $people (ids), $since (first day of the matter)
with about as (
  select task_id, status from task where alert_id in (select unnest(cast($alerts as integer[])))
  union
  select task_id, status from task where person_id in (select unnest(cast($people as integer[]))) and made_for >= $since
)
select count(*) filter (where status in ('open', 'done', 'overdue')) as given, count(*) filter (where status = 'done') as done, count(*) filter (where status = 'overdue') as overdue
from about
