-- purpose: check-ins to be expected: the mean of up to four earlier days that behave like the same weekday, within five weeks, from the
--   grid's first day in them; a grid that sends nothing on a day on which others did gets a row with check_ins 0
-- grain: one row per grid and day.  parameters: $days, $weekdays (the calendar from 35 days before to the last day, as two lists),
--   $wanted (days to work out)
create temp table expected_day as
with calendar as (
  select unnest($days) as day, unnest($weekdays) as weekday
),
near as (
  select grid_id, day, check_ins
  from grid_day
  where day >= (select min(day) from calendar) and day <= (select max(day) from calendar)
),
sent as (
  select c.day, c.weekday from calendar c where c.day in (select day from near where check_ins > 0)
),
ranked as (
  select
    w.day, b.day as earlier, row_number() over (partition by w.day order by b.day desc) as back
  from sent w
  join sent b on b.weekday = w.weekday and b.day < w.day and b.day >= w.day - 35
  where w.day in (select unnest($wanted))
),
first_seen as (
  select r.day, n.grid_id, min(n.day) as first_day
  from (select distinct day from ranked) r
  join near n on n.day < r.day and n.day >= r.day - 35 and n.check_ins > 0
  group by r.day, n.grid_id
)
select f.grid_id, r.day, sum(coalesce(n.check_ins, 0)) / count(*) as expected
from ranked r
join first_seen f on f.day = r.day and f.first_day <= r.earlier
left join near n on n.grid_id = f.grid_id and n.day = r.earlier
where r.back <= 4
group by f.grid_id, r.day
having sum(n.check_ins) > 0;
