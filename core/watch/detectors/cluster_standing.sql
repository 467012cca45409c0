-- purpose: the grids of clusters that a new find may continue.  grain: one row per alert and member
-- parameters: $detector, $first_day (of the earliest find)
-- Unfinished ones, and closed ones whose days a find may touch: those have answered it.
with known as (
  select alert_id, grid_id as centre, status in ('resolved', 'dismissed') as closed, last_day
  from alert
  where detector = $detector and person_id is null and (status not in ('resolved', 'dismissed') or last_day >= $first_day)
)
select k.alert_id, k.centre, k.closed, k.last_day, k.centre as grid_id from known k
union
select k.alert_id, k.centre, k.closed, k.last_day, g.grid_id from known k join alert_grid g on g.alert_id = k.alert_id
order by alert_id, grid_id
