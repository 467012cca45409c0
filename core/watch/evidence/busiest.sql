-- purpose: the scan points that a sudden rise comes from, each with its busiest hour
-- grain: one row per grid within the alert's on its axis, the greatest difference first
-- parameters: $grid, $first_day, $last_day, $indicator (check_ins | entries | exits), $scope (roots), $limit
with part as (
  select g.grid_id
  from grid_tree t
  join grid g on g.grid_id = t.grid_id
  where t.ancestor_id = $grid and g.axis = (select axis from grid where grid_id = $grid) and g.grid_id in (from scope_grids($scope))
),
counted as (
  select
    grid_id, day,
    case $indicator when 'entries' then entries when 'exits' then exits else check_ins end as counted
  from grid_day
  where day between cast($first_day as date) - 28 and $last_day and grid_id in (from part)
),
-- of the four weeks before, days of which nothing is known left out
compared as (
  select
    grid_id,
    coalesce(sum(counted) filter (where day >= $first_day), 0) as counted,
    coalesce(avg(counted) filter (where day < $first_day), 0) * count(*) filter (where day >= $first_day) as usual
  from counted
  group by grid_id
),
hours as (
  select grid_id, date_trunc('hour', scanned_at) as hour, count(*) as scans
  from check_in
  where scanned_at >= cast($first_day as date) and scanned_at < cast($last_day as date) + interval 1 day and grid_id in (from part)
    and case $indicator when 'entries' then direction = 'in' when 'exits' then direction = 'out' else true end
  group by grid_id, date_trunc('hour', scanned_at)
),
busiest as (
  select grid_id, arg_max(hour, (scans, -epoch(hour))) as hour, max(scans) as scans from hours group by grid_id
)
select
  b.hour as at,
  case when u.grid_id is null or u.level = 'county' then g.name else u.name || ' ' || g.name end as place,
  null as person_name, 'busiest' as what,
  json_object('indicator', $indicator, 'observed', p.counted, 'expected', round(p.usual), 'hourly', b.scans) as fields
from compared p
join grid g on g.grid_id = p.grid_id
left join grid u on u.grid_id = g.parent_id
join busiest b on b.grid_id = p.grid_id
where p.counted > p.usual
order by p.counted - p.usual desc, p.grid_id
limit $limit
