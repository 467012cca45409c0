-- purpose: the scan points at which least is left of what is usual; begins after compared.sql
-- grain: one row per grid with a difference, the greatest first.  parameters: those of compared.sql; $limit
, shown as (
  select * from compared where counted < usual order by usual - counted desc, grid_id limit $limit
),
last_scan as (
  select grid_id, max(scanned_at) as at
  from every_check_in
  where scanned_at >= cast($first_day as date) - 28 and scanned_at < cast($last_day as date) + interval 1 day and grid_id in (select grid_id from shown)
  group by grid_id
)
select
  l.at,
  placed(u.name, u.level, g.name) as place,
  null as person_name, 'emptiest' as what,
  json_object('indicator', $indicator, 'observed', p.counted, 'expected', round(p.usual)) as fields
from shown p
join grid g on g.grid_id = p.grid_id
left join grid u on u.grid_id = g.parent_id
left join last_scan l on l.grid_id = p.grid_id
order by p.usual - p.counted desc, p.grid_id
