-- purpose: where one person was scanned, in time order; a grid without a place of its own stands where the nearest grid around it does
-- grain: one row per check-in.  parameters: $person_id, $since, $until (days, both included)
with scans as (
  select scanned_at, grid_id, direction, temperature, symptoms
  from every_check_in
  where scanned_at >= cast($since as date) and scanned_at < cast($until as date) + interval 1 day and person_id = $person_id
),
around as (
  select s.grid_id, t.ancestor_id, (select count(*) from grid_tree u where u.grid_id = t.ancestor_id) as depth
  from (select distinct grid_id from scans) s
  join grid_tree t on t.grid_id = s.grid_id
),
placed as (
  select a.grid_id, arg_max(g.lon, a.depth) as lon, arg_max(g.lat, a.depth) as lat
  from around a
  join grid g on g.grid_id = a.ancestor_id and g.lon is not null and g.lat is not null
  group by a.grid_id
)
select
  s.scanned_at, s.grid_id, g.name as grid_name,
  placed(u.name, u.level, g.name) as place,
  g.axis, g.level, p.lon, p.lat, s.direction,
  cast(s.temperature as double) as temperature, s.symptoms
from scans s
join grid g on g.grid_id = s.grid_id
left join grid u on u.grid_id = g.parent_id
left join placed p on p.grid_id = s.grid_id
order by s.scanned_at, s.grid_id
