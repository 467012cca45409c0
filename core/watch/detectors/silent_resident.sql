-- purpose: people who were seen steadily and have stopped.  grain: one row per person and silent day, with the chance `p` that they would have
--   been seen on it, and what care asks for.  parameters: $as_of, $days (least silence), $history (days from which the habit is learnt), $least_history (of them, at least),
--   $look_back (longest silence looked for), $habit (least share of days seen), $calendar, $weekdays (days and how they behave), $prior (days
--   that a weekday leans on the person's habit on all days), $excused (classes in which nobody is expected to be seen), $old (years of
--   age), $frail (facts, as fact=value)
-- p = (α + days seen) ÷ (α + β + days) of such weekdays, α + β = $prior, α the person's share of all days times the county's rhythm of the week.
-- On a day on which few others of their home or of their usual scan point were seen p is smaller by as much: it is the feed that is silent then.
-- Approved leave, quarantine, hospital, days of a class that keeps somebody in and days whose data are missing are no silence.
with calendar as (
  select unnest($calendar) as day, unnest($weekdays) as weekday
),
recent as (
  select distinct person_id from person_day where day > cast($as_of as date) - $days and day <= $as_of
),
quiet as materialized (
  select d.person_id, max(d.day) as last_day
  from person_day d
  anti join recent r on r.person_id = d.person_id
  where d.day > cast($as_of as date) - $look_back and d.day <= cast($as_of as date) - $days
  group by d.person_id
),
seen as materialized (
  select d.person_id, d.day, d.check_ins, d.last_grid_id, c.weekday, q.last_day
  from (
    -- few of all: they are picked out before anything else is asked
    select person_id, day, check_ins, last_grid_id
    from person_day
    where day > cast($as_of as date) - $look_back - $history and day <= $as_of and person_id in (select person_id from quiet)
  ) d
  join quiet q on q.person_id = d.person_id
  join calendar c on c.day = d.day
  where d.day > q.last_day - $history
),
habit as materialized (
  select
    s.person_id, any_value(s.last_day) as last_day, min(s.day) as first_day, count(*) as days_seen,
    any_value(s.last_day) - min(s.day) + 1 as days, mode(s.last_grid_id) as place_id, avg(s.check_ins) as check_ins
  from seen s
  group by s.person_id
  having count(*) >= $habit * (any_value(s.last_day) - min(s.day) + 1) and any_value(s.last_day) - min(s.day) + 1 >= $least_history
),
gap as (
  select person_id, quantile_disc(day - earlier, 0.995) as longest
  from (select person_id, day, lag(day) over (partition by person_id order by day) as earlier from seen) g
  where earlier is not null
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
county_day as (
  select d.day, c.weekday, sum(d.residents_seen) as residents_seen
  from grid_day d
  join calendar c on c.day = d.day
  where d.day <= cast($as_of as date) - $days and d.day > cast($as_of as date) - $look_back - $history
  group by d.day, c.weekday
),
rhythm as (
  select weekday, avg(residents_seen) / nullif((select avg(residents_seen) from county_day), 0) as ratio from county_day group by weekday
),
usual as (
  select grid_id, avg(residents_seen) as residents_seen, avg(check_ins) as check_ins
  from grid_day
  where day > cast($as_of as date) - $look_back - 14 and day <= cast($as_of as date) - $days
  group by grid_id
),
-- of nobody but the quiet: days on which they were not to be seen
away as (
  select person_id, leave_on as since, coalesce(return_on, date '9999-12-31') as until from exit_application where status = 'approved'
  union all
  select person_id, since, coalesce(until, date '9999-12-31') from class_history where list_contains(cast($excused as text[]), class)
  union all
  select person_id, since, coalesce(until, date '9999-12-31') from person_class where list_contains(cast($excused as text[]), class)
  union all
  select person_id, since, coalesce(until, date '9999-12-31') from quarantine where since is not null
  union all
  select person_id, coalesce(onset_on, sampled_on, confirmed_on, reported_on), coalesce(outcome_on, date '9999-12-31')
  from disease_case
  where person_id is not null and outcome = 'in_care'
),
excused as (
  select distinct h.person_id, c.day
  from habit h
  join away a on a.person_id = h.person_id
  join calendar c on c.day between a.since and a.until
  where c.day > h.last_day
),
unknown as (
  select t.grid_id, m.day
  from missing_day m
  join grid_tree t on t.ancestor_id = m.grid_id
  where m.day > cast($as_of as date) - $look_back
  group by t.grid_id, m.day
),
family as (
  select
    h.person_id, count(m.person_id) as others,
    bool_or(m.phone is not null) as has_phone, bool_or(m.phone is not null and m.person_id = b.householder_id) as householder_has_phone
  from habit h
  join person p on p.person_id = h.person_id and p.household_id is not null
  left join household b on b.household_id = p.household_id
  left join person m on m.household_id = p.household_id and m.person_id <> p.person_id and m.person_id not in (from gone_on($as_of))
  group by h.person_id
),
told as (
  select person_id, bool_or(value = 'alone') as alone, bool_or(list_contains(cast($frail as text[]), fact || '=' || value)) as frail
  from person_fact
  where person_id in (select person_id from habit) and holds_on(since, until, $as_of)
    and (value = 'alone' or list_contains(cast($frail as text[]), fact || '=' || value))
  group by person_id
)
select
  h.person_id,
  p.home_grid_id as grid_id,
  h.last_day,
  c.day,
  ($prior * least(0.98, h.days_seen / h.days * coalesce(y.ratio, 1)) + coalesce(w.days_seen, 0)) / ($prior + coalesce(wd.days, 0))
    * least(
      1.0,
      (coalesce(r.residents_seen, 0) + 1) / (greatest(coalesce(u.residents_seen, 0) - h.days_seen / h.days, 0) + 1),
      (coalesce(a.check_ins, 0) + 1) / (greatest(coalesce(ua.check_ins, 0) - h.check_ins * h.days_seen / h.days, 0) + 1)
    ) as p,
  coalesce(t.alone, false) or coalesce(f.others = 0, false) as alone,
  coalesce(age_on(p.birth_date, cast($as_of as date)) >= $old, false) as old,
  coalesce(t.frail, false) as frail,
  p.phone is not null as has_phone,
  coalesce(f.householder_has_phone, false) as householder_has_phone,
  coalesce(f.has_phone, false) as family_has_phone
from habit h
left join gap g on g.person_id = h.person_id
join person p on p.person_id = h.person_id and p.home_grid_id is not null and p.person_id not in (from gone_on($as_of))
join calendar c on c.day > h.last_day and c.day <= $as_of
left join rhythm y on y.weekday = c.weekday
left join weekday_seen w on w.person_id = h.person_id and w.weekday = c.weekday
left join weekday_days wd on wd.person_id = h.person_id and wd.weekday = c.weekday
left join grid_day r on r.grid_id = p.home_grid_id and r.day = c.day
left join usual u on u.grid_id = p.home_grid_id
left join grid_day a on a.grid_id = h.place_id and a.day = c.day
left join usual ua on ua.grid_id = h.place_id
left join excused e on e.person_id = h.person_id and e.day = c.day
left join unknown n on n.grid_id = p.home_grid_id and n.day = c.day
left join family f on f.person_id = h.person_id
left join told t on t.person_id = h.person_id
where cast($as_of as date) - h.last_day > coalesce(g.longest, 0) and e.person_id is null and n.grid_id is null
order by h.person_id, c.day;
