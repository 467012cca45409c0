-- purpose: tasks that what comes in may still do.  grain: act_waiting one row per task.  parameters: $since (first day that is looked at), $measures (done in that way), $how (the way)
create or replace temp table act_waiting as
select task_id, person_id, opens_at, coalesce(closes_at, timestamp '9999-12-31') as closes_at
from task
where status in ('open', 'overdue') and person_id is not null
  and (kind = 'measure' and made_for >= $since and list_contains(cast($measures as text[]), measure) or awaits = $how)
