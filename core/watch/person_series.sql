-- purpose: one person's days for the chart behind an alert.  grain: one row per day from $since to $until; check_ins null on days
--   whose data are missing where the person lives
-- parameters: $person, $since, $until, $calendar, $weekdays (from eight weeks before, as each day behaves)
with calendar as (
  select unnest($calendar) as day, unnest($weekdays) as weekday
),
gone as (
  select distinct m.day
  from missing_day m
  where m.grid_id = 0
    or m.grid_id in (select t.ancestor_id from grid_tree t join person p on p.home_grid_id = t.grid_id where p.person_id = $person)
),
seen as (
  select c.day, c.weekday, case when g.day is null then coalesce(d.check_ins, 0) else d.check_ins end as check_ins, d.max_temperature
  from calendar c
  left join gone g on g.day = c.day
  left join person_day d on d.day = c.day and d.person_id = $person
),
usual as (
  select s.day, avg(b.check_ins) as expected, sum(b.check_ins) as counted, count(b.check_ins) as days
  from seen s
  join seen b on b.weekday = s.weekday and b.day < s.day and b.day >= s.day - 56
  where s.day >= $since
  group by s.day
)
select
  s.day, s.check_ins, cast(s.max_temperature as double) as temperature, u.expected, u.counted, u.days
from seen s
left join usual u on u.day = s.day
where s.day between $since and $until
order by s.day;
