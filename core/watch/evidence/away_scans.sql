-- purpose: the scans of somebody in quarantine at other places than home.  grain: one row per scan, the latest first
-- parameters: $person, $first_day, $last_day, $classes (of quarantine), $limit
with scan as (
  select distinct c.scanned_at, c.grid_id, c.direction
  from check_in c
  join person p on p.person_id = c.person_id
  join class_history h on h.person_id = c.person_id and list_contains($classes, h.class)
    and cast(c.scanned_at as date) between h.since and coalesce(h.until, date '9999-12-31')
  where c.person_id = $person and c.grid_id <> p.home_grid_id
    and c.scanned_at >= cast($first_day as date) and c.scanned_at < cast($last_day as date) + interval 1 day
)
select
  s.scanned_at as at,
  placed(u.name, u.level, g.name) as place,
  null as person_name, 'scan_away' as what, json_object('direction', s.direction) as fields
from scan s
join grid g on g.grid_id = s.grid_id
left join grid u on u.grid_id = g.parent_id
order by s.scanned_at desc, s.grid_id
limit $limit
