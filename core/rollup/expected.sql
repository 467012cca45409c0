-- purpose: check-ins to be expected: the mean of up to four earlier days that behave like the same weekday, within five weeks, from the
--   grid's first day in them; a grid that sends nothing on a day on which others did gets a row with check_ins 0. Earlier days whose data
--   are missing, of its township or of the whole store, are none to learn from
-- grain: one row per grid and day.  parameters: $days, $weekdays (the calendar from 35 days before to the last day, as two lists),
--   $wanted (days to work out), $share (of its usual day, below which a township's is missing), $least (check-ins usual, from which that can be told)
with calendar as (
  select unnest($days) as day, unnest($weekdays) as weekday
),
-- a grid that went into another sends nothing more: what it sent is expected there
went as (
  select grid_id, into_id from grid where parent_id = into_id and closed_on <= (select min(day) from (select unnest($wanted) as day))
),
near as (
  select coalesce(w.into_id, d.grid_id) as grid_id, d.day, sum(d.check_ins) as check_ins
  from grid_day d
  left join went w on w.grid_id = d.grid_id
  where d.day >= (select min(day) from calendar) and d.day <= (select max(day) from calendar)
  group by coalesce(w.into_id, d.grid_id), d.day
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
),
-- the store is 0
place as (
  select t.ancestor_id as place_id, t.grid_id
  from grid_tree t
  left join grid g on g.grid_id = t.ancestor_id
  where t.ancestor_id = 0 or g.axis = 'area' and g.level = 'township'
),
place_day as (
  select p.place_id, n.day, sum(n.check_ins) as check_ins
  from near n
  join place p on p.grid_id = n.grid_id
  group by p.place_id, n.day
  having sum(n.check_ins) > 0
),
usual as (
  select r.day, d.place_id, avg(d.check_ins) as check_ins
  from (select distinct day from ranked) r
  join place_day d on d.day < r.day and d.day >= r.day - 35
  group by r.day, d.place_id
),
gone as (
  select distinct p.grid_id, r.day, r.earlier
  from ranked r
  join usual u on u.day = r.day and u.check_ins >= $least
  left join place_day d on d.place_id = u.place_id and d.day = r.earlier
  join place p on p.place_id = u.place_id
  where coalesce(d.check_ins, 0) < $share * u.check_ins
)
select f.grid_id, r.day, sum(coalesce(n.check_ins, 0)) / count(*) as expected
from ranked r
join first_seen f on f.day = r.day and f.first_day <= r.earlier
left join near n on n.grid_id = f.grid_id and n.day = r.earlier
left join gone g on g.grid_id = f.grid_id and g.day = r.day and g.earlier = r.earlier
where r.back <= 4 and g.grid_id is null
group by f.grid_id, r.day
having sum(n.check_ins) > 0;
