-- purpose: the scan points that a sudden rise comes from, each with its busiest hour; begins after compared.sql
-- grain: one row per grid with a difference, the greatest first.  parameters: those of compared.sql; $limit
, shown as (
  select * from compared where counted > usual order by counted - usual desc, grid_id limit $limit
),
hours as (
  select grid_id, date_trunc('hour', scanned_at) as hour, count(*) as scans
  from every_check_in
  where scanned_at >= cast($first_day as date) and scanned_at < cast($last_day as date) + interval 1 day and grid_id in (select grid_id from shown)
    and case $indicator when 'entries' then direction = 'in' when 'exits' then direction = 'out' else true end
  group by grid_id, date_trunc('hour', scanned_at)
),
busiest as (
  select grid_id, arg_max(hour, (scans, -epoch(hour))) as hour, max(scans) as scans from hours group by grid_id
)
select
  b.hour as at,
  placed(u.name, u.level, g.name) as place,
  null as person_name, 'busiest' as what,
  json_object('indicator', $indicator, 'observed', p.counted, 'expected', round(p.usual), 'hourly', b.scans) as fields
from shown p
join grid g on g.grid_id = p.grid_id
left join grid u on u.grid_id = g.parent_id
join busiest b on b.grid_id = p.grid_id
order by p.counted - p.usual desc, p.grid_id
