-- purpose: tasks that turn out to be done: the first thing of the awaited kind within their time, heard of late or not
-- grain: one row per task.  parameters: $how, $from (the earliest opening), $at.  needs: act_waiting; `sign` is a file of done/
with sign as (/*sign*/),
first_sign as (
  select w.task_id, min(s.at) as at
  from act_waiting w
  join sign s on s.person_id = w.person_id and s.at >= w.opens_at and s.at < w.closes_at
  group by w.task_id
)
update task t
set status = 'done', done_at = f.at, done_how = $how
from first_sign f
where f.task_id = t.task_id
