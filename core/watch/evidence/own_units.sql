-- purpose: one person's scans in the days of an alert while they were in a class; the head of away_scans.sql and unit_scans.sql
-- grain of scan: one row per scan; `own`: in a unit where they work or study; `home`: at home.  parameters: $person, $first_day, $last_day, $classes, $home (the level that is home)
with own as (
  select distinct below.grid_id, coalesce(m.since, date '1900-01-01') as since, coalesce(m.until, date '9999-12-31') as until
  from membership m
  join grid_tree t on t.grid_id = m.grid_id
  join unit u on u.grid_id = t.ancestor_id
  join grid_tree below on below.ancestor_id = u.grid_id
  where m.person_id = $person and m.kind in ('work', 'study')
),
lived as (
  select t.grid_id, h.since, h.until
  from homes($home, [$person]) h
  join grid_tree t on t.ancestor_id = h.home_id
),
scan as (
  select c.scanned_at, c.grid_id, c.direction, bool_or(o.grid_id is not null and cast(c.scanned_at as date) between o.since and o.until) as own,
    bool_or(l.grid_id is not null and cast(c.scanned_at as date) between l.since and l.until) as home
  from every_check_in c
  join class_history h on h.person_id = c.person_id and list_contains($classes, h.class)
    and cast(c.scanned_at as date) between h.since and coalesce(h.until, date '9999-12-31')
  left join own o on o.grid_id = c.grid_id
  left join lived l on l.grid_id = c.grid_id
  where c.person_id = $person and c.scanned_at >= cast($first_day as date) and c.scanned_at < cast($last_day as date) + interval 1 day
  group by c.scanned_at, c.grid_id, c.direction
)
