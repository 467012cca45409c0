-- purpose: the scans of somebody who should be at home where they work or study.  grain: one row per scan, the latest first
-- parameters: those of own_units.sql (its head); $limit
select
  s.scanned_at as at,
  placed(u.name, u.level, g.name) as place,
  null as person_name, 'scan_unit' as what, json_object('direction', s.direction) as fields
from scan s
join grid g on g.grid_id = s.grid_id
left join grid u on u.grid_id = g.parent_id
where s.own
order by s.scanned_at desc, s.grid_id
limit $limit
