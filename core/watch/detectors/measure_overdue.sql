-- purpose: measures that were not carried out in time, counted per grid that was asked.  grain: one row per grid and measure
-- parameters: $as_of, $days (looked back), $grace_hours (after the time due)
with late as (
  select coalesce(t.owner_grid_id, t.asked_grid_id, t.grid_id) as grid_id, t.measure, t.made_for, t.due_at, t.person_id
  from task t
  where t.kind = 'measure' and t.status in ('overdue', 'open') and t.measure is not null
    and t.due_at <= cast($as_of as timestamp) + interval 1 day - to_minutes(cast($grace_hours * 60 as bigint))
    and t.due_at >= cast($as_of as date) - $days
)
select grid_id, measure, count(*) as tasks, count(distinct person_id) as people, min(cast(due_at as date)) as first_day, max(cast(due_at as date)) as last_day
from late
group by grid_id, measure
order by grid_id, tasks desc, measure;
