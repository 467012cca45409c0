-- purpose: declarations that no person filled in by hand: the same second every day, the same temperature for weeks, many people in one moment
-- grain: one row per person (same_second) or grid (same_values, burst) and reason.  parameters: $as_of, $days (looked back), $same_second_days, $spread (seconds),
--   $same_value_days, $same_value_people (of one grid), $burst (people of one grid within one moment), $burst_seconds
-- Moments that are midnight or a full minute are those of a list, where many have the same: they tell nothing.
with told as (
  select d.person_id, d.declared_at, cast(d.declared_at as date) as day, d.half, d.temperature, p.home_grid_id, second(d.declared_at) <> 0 as clocked,
    epoch(d.declared_at) - epoch(date_trunc('day', d.declared_at)) as moment
  from declaration d
  join person p on p.person_id = d.person_id
  where d.declared_at >= cast($as_of as date) - $days + 1 and d.declared_at < cast($as_of as date) + interval 1 day and p.home_grid_id is not null
),
-- each half of the day is a habit of its own
same_second as (
  select person_id, home_grid_id as grid_id, count(distinct day) as many, min(day) as first_day, max(day) as last_day, median(moment) as moment
  from told
  where clocked
  group by person_id, home_grid_id, half
  having count(distinct day) >= $same_second_days and max(moment) - min(moment) <= $spread
),
-- a temperature never moves: of one person it may be, of many in one grid somebody copies
constant as (
  select person_id, home_grid_id as grid_id, min(day) as first_day, max(day) as last_day, any_value(temperature) as temperature
  from told
  where temperature is not null
  group by person_id, home_grid_id
  having count(distinct day) >= $same_value_days and min(temperature) = max(temperature)
),
same_values as (
  select grid_id, count(*) as many, min(first_day) as first_day, max(last_day) as last_day, mode(temperature) as temperature
  from constant
  group by grid_id
  having count(*) >= $same_value_people
),
-- people of one grid, one after the other within seconds
-- (slots of twice that, each beginning in the middle of another, so that none falls between two)
moment_of as (
  select home_grid_id as grid_id, day, count(distinct person_id) as people, min(moment) as moment
  from (select *, unnest([0, 0.5]) as shift from told where clocked) t
  group by home_grid_id, day, shift, floor(moment / (2 * $burst_seconds) + shift)
  having count(distinct person_id) >= $burst
),
burst as (
  select grid_id, max(people) as many, min(day) as first_day, max(day) as last_day, arg_max(moment, people) as moment from moment_of group by grid_id
),
members as (
  select home_grid_id as grid_id, count(*) as people from person where home_grid_id in (select grid_id from same_values) group by home_grid_id
)
select 'same_second' as reason, person_id, grid_id, many, cast(null as bigint) as members, first_day, last_day, moment, cast(null as double) as temperature from same_second
union all
select 'same_values', null, v.grid_id, v.many, m.people, v.first_day, v.last_day, null, cast(v.temperature as double)
from same_values v join members m on m.grid_id = v.grid_id
union all
select 'burst', null, grid_id, many, null, first_day, last_day, moment, null from burst
order by 1, 2, 3;
