-- purpose: each person's day, from `visit`.  grain: one row per person and day.  parameters: none
insert into person_day
select
  person_id,
  day,
  sum(check_ins),
  count(*),
  max(max_temperature),
  min(first_at),
  max(last_at),
  -- the grid of the last second; two in the same second go by their number, so that a second run gives the same answer
  max(cast(epoch(last_at) as bigint) * 1000000000 + grid_id) % 1000000000
from visit
group by person_id, day;
