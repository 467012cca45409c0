-- purpose: tasks that what comes in may still do.  grain: act_waiting one row per task.  parameters: $since (first day that is looked at), $measures (done in that way)
create or replace temp table act_waiting as
select task_id, person_id, opens_at, coalesce(closes_at, timestamp '9999-12-31') as closes_at
from task
where kind = 'measure' and status in ('open', 'overdue') and made_for >= $since and measure in (select unnest(cast($measures as text[])))
