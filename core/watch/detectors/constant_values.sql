-- purpose: scan points that always say the same: one temperature for everybody, one number of scans for days
-- grain: one row per grid and reason.  parameters: $as_of, $days (of temperatures), $readings (least), $share (of the commonest), $count_days, $count (scans a day, least)
with counted as (
  select grid_id, temperature, count(*) as times
  from every_check_in
  where scanned_at >= cast($as_of as date) - $days + 1 and scanned_at < cast($as_of as date) + interval 1 day and temperature is not null
  group by grid_id, temperature
),
measured as (
  select grid_id, sum(times) as readings, max(times) / sum(times) as share, arg_max(temperature, times) as value
  from counted
  group by grid_id
  having sum(times) >= $readings
),
flat as (
  select grid_id, any_value(check_ins) as of_a_day, min(day) as first_day
  from grid_day
  where day > cast($as_of as date) - $count_days and day <= $as_of
  group by grid_id
  having count(*) = $count_days and min(check_ins) = max(check_ins) and min(check_ins) >= $count
)
select 'constant_temperature' as reason, m.grid_id, cast(m.value as double) as value, m.readings as many, cast($as_of as date) - $days + 1 as first_day,
  (select count(*) from measured) as grids
from measured m
where m.share >= $share
union all
select 'constant_count', grid_id, of_a_day, $count_days, first_day, null from flat
order by 1, 2;
