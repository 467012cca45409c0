-- purpose: what is to be done on one day.  grain: act_wanted one row per person, measure, day that it is made for, and slot
-- parameters: $day, $at (now); $class, $grade, $measure (of each slot of a cell, lists of one length with $slot, $opens, $due, $closes: hours; the last
--   one's null: until the next time); $dated_class, $dated_grade, $dated_measure, $dated_number, $dated_next (days of the class, the last one's next null)
-- needs: act_asked, act_standing
create or replace temp table act_wanted as
with slot as (
  select
    unnest(cast($class as text[])) as class, unnest(cast($grade as text[])) as grade, unnest(cast($measure as text[])) as measure, unnest(cast($slot as integer[])) as slot, unnest(cast($opens as integer[])) as opens,
    unnest(cast($due as integer[])) as due, unnest(cast($closes as integer[])) as closes
),
dated as (
  select
    unnest(cast($dated_class as text[])) as class, unnest(cast($dated_grade as text[])) as grade, unnest(cast($dated_measure as text[])) as measure, unnest(cast($dated_number as integer[])) as number,
    unnest(cast($dated_next as integer[])) as next
),
falling as (
  -- households are spread over the days of an interval by their number
  select person_id, class, rank, grade, measure, $day as made_for, $day + every as next_day, every > 1 as lasting
  from act_asked
  where not dated and coalesce(begun >= every, true) and (date_diff('day', date '2000-01-01', $day) + household) % every = 0
  union all
  -- whoever has come is seen on that day, or as soon as it is learnt
  select person_id, class, rank, grade, measure, $day - begun, $day - begun + every, true
  from act_asked
  where not dated and begun < every
  union all
  -- the last of its days that has come: of a class that is learnt late, or after a night without a run, it is made up for
  select
    a.person_id, a.class, a.rank, a.grade, a.measure, $day - (a.number - d.number), $day - (a.number - d.next), true
  from act_asked a
  join dated d on d.class = a.class and d.grade = a.grade and d.measure = a.measure
  where a.dated and d.number <= a.number and coalesce(d.next, a.number + 1) > a.number
),
timed as (
  select
    f.person_id, f.measure, f.rank, f.made_for, f.lasting, s.slot,
    f.made_for + to_hours(s.opens) as opens_at,
    f.made_for + to_hours(s.due) as due_at,
    case when s.closes is not null then f.made_for + to_hours(s.closes) else cast(f.next_day as timestamp) end as closes_at,
    -- when it was learnt too late
    $day + to_hours(s.due) as later
  from falling f
  join slot s on s.class = f.class and s.grade = f.grade and s.measure = f.measure
)
select
  t.person_id, t.measure, n.class, t.made_for, t.slot, t.opens_at, t.closes_at,
  case
    when t.due_at > $at then t.due_at
    -- of what comes again tomorrow nothing is asked for any more today
    when t.lasting then case when t.later > $at then t.later else t.later + interval 1 day end
  end as due_at,
  n.grid_id, n.owner_level, n.asked_grid_id
from timed t
join act_standing n on n.person_id = t.person_id and n.measure = t.measure
qualify row_number() over (partition by t.person_id, t.measure, t.made_for, t.slot order by t.rank) = 1
