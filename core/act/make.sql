-- purpose: tasks of what is wanted and not there yet.  grain: one row per person, measure, day and slot.  parameters: $at, $actor, $base (largest task_id).  needs: act_wanted
insert into task (
  task_id, kind, measure, class, grid_id, person_id, made_for, slot, opens_at, due_at, closes_at, owner_level, asked_grid_id,
  status, created_by, created_at
)
select
  $base + row_number() over (order by w.due_at, w.grid_id, w.person_id, w.measure, w.slot),
  'measure', w.measure, w.class, w.grid_id, w.person_id, w.made_for, w.slot, w.opens_at, w.due_at, w.closes_at, w.owner_level, w.asked_grid_id,
  'open', $actor, $at
from act_wanted w
left join task t on t.kind = 'measure' and t.person_id = w.person_id and t.measure = w.measure and t.made_for = w.made_for and t.slot = w.slot
where t.task_id is null and w.due_at is not null
