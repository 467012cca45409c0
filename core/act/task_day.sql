-- purpose: count tasks anew by grid, measure (of those by hand their kind) and day.  grain: task_day one row per grid (itself), measure and day.  parameters: $days
delete from task_day where day in (select unnest($days));

insert into task_day
select
  made_for, grid_id, coalesce(measure, kind), count(*), count(*) filter (where status = 'done'), count(*) filter (where status = 'done' and done_at > due_at),
  count(*) filter (where status = 'overdue')
from task
where made_for in (select unnest($days)) and status in ('open', 'done', 'overdue')
group by made_for, grid_id, coalesce(measure, kind)
order by made_for, grid_id, coalesce(measure, kind)
