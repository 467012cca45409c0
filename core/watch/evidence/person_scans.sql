-- purpose: the scans of somebody in the days of an alert, from which two places may be compared.  grain: one row per scan, the latest first
-- parameters: $person, $first_day, $last_day, $limit
select
  c.scanned_at as at,
  placed(u.name, u.level, g.name) as place,
  null as person_name, 'scan_of_person' as what, json_object('direction', c.direction) as fields
from every_check_in c
join grid g on g.grid_id = c.grid_id
left join grid u on u.grid_id = g.parent_id
where c.person_id = $person and c.scanned_at >= cast($first_day as date) and c.scanned_at < cast($last_day as date) + interval 1 day
order by c.scanned_at desc, c.grid_id
limit $limit
