-- purpose: scan points that always say the same: one temperature for everybody, one number of scans for days, one time for all scans
-- grain: one row per grid and reason.  parameters: $as_of, $days (of temperatures and times), $readings (least), $share (of the commonest), $count_days, $count (scans a day, least)
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
),
-- a place and all below it whose scans bear one time, the county's commonest, is told as one
placed as (
  select grid_id, scanned_at, count(*) as scans
  from every_check_in
  where scanned_at >= cast($as_of as date) - $days + 1 and scanned_at < cast($as_of as date) + interval 1 day
  group by grid_id, scanned_at
),
commonest as (
  select arg_max(scanned_at, scans) as moment from (select scanned_at, sum(scans) as scans from placed group by scanned_at)
),
timed as (
  select t.ancestor_id as grid_id, any_value(c.moment) as moment, sum(p.scans) as scans
  from placed p
  cross join commonest c
  join grid_tree t on t.grid_id = p.grid_id
  join grid g on g.grid_id = t.ancestor_id -- not what stands above all counties
  group by t.ancestor_id
  having sum(p.scans) >= $readings and sum(case when p.scanned_at = c.moment then p.scans else 0 end) >= $share * sum(p.scans)
)
select 'constant_temperature' as reason, m.grid_id, cast(m.value as double) as value, m.readings as many, cast($as_of as date) - $days + 1 as first_day,
  (select count(*) from measured) as grids
from measured m
where m.share >= $share
union all
select 'constant_count', grid_id, of_a_day, $count_days, first_day, null from flat
union all
select 'constant_time', grid_id, null, scans, cast(moment as date), null
from timed
where grid_id not in (select t.grid_id from grid_tree t join timed w on w.grid_id = t.ancestor_id where t.grid_id <> t.ancestor_id)
order by 1, 2;
