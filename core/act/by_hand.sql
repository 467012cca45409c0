-- purpose: a task by hand.  grain: one row.  parameters: a column's name each
insert into task (
  task_id, alert_id, kind, title, awaits, series_id, every, until, grid_id, person_id, made_for, opens_at, due_at, closes_at, asked_grid_id, given_role, status,
  created_by, created_at
)
values (
  $task_id, $alert_id, $kind, $title, $awaits, $series_id, $every, $until, $grid_id, $person_id, $made_for, $opens_at, $due_at, $closes_at, $asked_grid_id, $given_role,
  'open', $created_by, $created_at
)
