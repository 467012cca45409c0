-- purpose: people with a steady habit of checking in who have stopped.  grain: one row per person and silent day, with the chance `p` that
--   they would have been seen on it.  parameters: $as_of, $days (least silence), $history (days from which the habit is learnt),
--   $look_back (longest silence looked for), $habit (least share of days seen), $calendar, $weekdays (days and how they behave),
--   $excused (classes in which nobody is expected to be seen)
-- The habit of a weekday leans on the person's habit on all days; on days when few of the grid's residents were seen at all the chance is
-- smaller by as much. Approved leave and days in a class that keeps
-- somebody in are no silence, and who is gone is not silent.
with calendar as (
  select unnest($calendar) as day, unnest($weekdays) as weekday
),
quiet as (
  select person_id, max(day) as last_day
  from person_day
  where day > cast($as_of as date) - $look_back - $history and day <= $as_of
  group by person_id
  having max(day) <= cast($as_of as date) - $days and max(day) > cast($as_of as date) - $look_back
),
seen as (
  select d.person_id, d.day, c.weekday, q.last_day
  from person_day d
  join quiet q on q.person_id = d.person_id
  join calendar c on c.day = d.day
  where d.day > q.last_day - $history
),
habit as (
  select
    s.person_id, any_value(s.last_day) as last_day, min(s.day) as first_day, count(*) as days_seen,
    any_value(s.last_day) - min(s.day) + 1 as days
  from seen s
  group by s.person_id
  having count(*) >= $habit * (any_value(s.last_day) - min(s.day) + 1) and any_value(s.last_day) - min(s.day) + 1 >= 14
),
gap as (
  select person_id, max(day - earlier) as longest
  from (select person_id, day, lag(day) over (partition by person_id order by day) as earlier from seen) g
  group by person_id
),
weekday_seen as (
  select person_id, weekday, count(*) as days_seen from seen group by person_id, weekday
),
weekday_days as (
  select h.person_id, c.weekday, count(*) as days
  from habit h
  join calendar c on c.day between h.first_day and h.last_day
  group by h.person_id, c.weekday
),
usual as (
  select g.grid_id, avg(g.residents_seen) as residents_seen
  from grid_day g
  where g.day > cast($as_of as date) - $look_back - 14 and g.day <= $as_of
  group by g.grid_id
)
select
  h.person_id,
  p.home_grid_id as grid_id,
  h.last_day,
  h.days_seen,
  h.days,
  c.day,
  (2.0 * h.days_seen / h.days + coalesce(w.days_seen, 0)) / (2.0 + coalesce(wd.days, 0))
    * least(1.0, coalesce(r.residents_seen, 0) / nullif(u.residents_seen, 0)) as p
from habit h
join gap g on g.person_id = h.person_id
join person p on p.person_id = h.person_id and p.home_grid_id is not null and p.person_id not in (from gone_on($as_of))
join calendar c on c.day > h.last_day and c.day <= $as_of
left join weekday_seen w on w.person_id = h.person_id and w.weekday = c.weekday
left join weekday_days wd on wd.person_id = h.person_id and wd.weekday = c.weekday
left join grid_day r on r.grid_id = p.home_grid_id and r.day = c.day
left join usual u on u.grid_id = p.home_grid_id
where cast($as_of as date) - h.last_day > coalesce(g.longest, 0)
  and not exists (
    select 1
    from exit_application e
    where e.person_id = h.person_id
      and e.status = 'approved'
      and c.day between e.leave_on and coalesce(e.return_on, date '9999-12-31')
  )
  and not exists (
    select 1
    from (
      select person_id, since, until from class_history where list_contains(cast($excused as text[]), class)
      union all
      select person_id, since, until from person_class where list_contains(cast($excused as text[]), class)
    ) k
    where k.person_id = h.person_id and c.day between k.since and coalesce(k.until, date '9999-12-31')
  )
order by h.person_id, c.day;
