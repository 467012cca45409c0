-- purpose: each person's day, from `visit`.  grain: one row per person and day.  parameters: none
select
  person_id,
  day,
  sum(check_ins) as check_ins,
  count(*) as grids,
  max(max_temperature) as max_temperature,
  min(first_at) as first_at,
  max(last_at) as last_at,
  -- the grid of the last second; two in the same second go by their number, so that a second run gives the same answer
  max(cast(floor(epoch(last_at)) as bigint) * 1000000000 + grid_id) % 1000000000 as last_grid_id
from visit
group by person_id, day;
