-- purpose: the scans at which a person's fever was measured.  grain: one row per scan, the latest first
-- parameters: $person, $first_day, $last_day, $fever (°C), $limit
select
  c.scanned_at as at,
  placed(u.name, u.level, g.name) as place,
  null as person_name, 'scan_fever' as what,
  json_object('temperature', cast(c.temperature as double), 'direction', c.direction) as fields
from every_check_in c
join grid g on g.grid_id = c.grid_id
left join grid u on u.grid_id = g.parent_id
where c.person_id = $person and c.temperature >= $fever
  and c.scanned_at >= cast($first_day as date) and c.scanned_at < cast($last_day as date) + interval 1 day
order by c.scanned_at desc
limit $limit
