-- purpose: the scans of somebody in quarantine away from home and from where they work or study.  grain: one row per scan, the latest first
-- parameters: those of own_units.sql (its head); $limit
select
  s.scanned_at as at,
  placed(u.name, u.level, g.name) as place,
  null as person_name, 'scan_away' as what, json_object('direction', s.direction) as fields
from scan s
join grid g on g.grid_id = s.grid_id
left join grid u on u.grid_id = g.parent_id
where not s.home and not s.own
order by s.scanned_at desc, s.grid_id
limit $limit
