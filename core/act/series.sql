-- purpose: of what comes again the next one: once the last is due, or is done before.  grain: one row per series.  parameters: $at, $actor, $base (largest task_id)
-- After days without a run the next one is the first that is not past: what was missed stands as overdue already.
insert into task (
  task_id, alert_id, kind, title, awaits, series_id, every, until, grid_id, person_id, made_for, opens_at, due_at, closes_at, owner_level, asked_grid_id, given_role,
  status, created_by, created_at
)
with newest as (
  select *
  from task
  where series_id is not null
  qualify row_number() over (partition by series_id order by due_at desc, task_id desc) = 1
),
next as (
  select n.*, n.due_at + to_days(cast(n.every * greatest(1, cast(ceil(date_diff('minute', n.due_at, cast($at as timestamp)) / (n.every * 1440.0)) as integer)) as integer)) as next_due
  from newest n
  where n.every is not null and n.due_at <= $at and n.status <> 'cancelled'
)
select
  $base + row_number() over (order by x.series_id), x.alert_id, x.kind, x.title, x.awaits, x.series_id, x.every, x.until, x.grid_id, x.person_id,
  cast(x.next_due as date), x.next_due - to_days(cast(x.every as integer)), x.next_due, x.next_due + to_days(cast(x.every as integer)), x.owner_level, x.asked_grid_id, x.given_role,
  'open', $actor, $at
from next x
where cast(x.next_due as date) <= coalesce(x.until, date '9999-12-31')
