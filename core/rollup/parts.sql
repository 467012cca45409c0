-- purpose: an indicator of two spans of days by the units where it was counted; outsiders also by the township that they came from
-- grain: one row per part (unit | home) and value (name): now, earlier; those that are 0 in both are left out.  parameters: $scope (roots), $grid, $indicator (check_ins | entries | exits | fevers | outsiders),
-- $since and $until, $before and $before_until (first and last days)
with inside as (
  select grid_id from grid_tree where ancestor_id = $grid and grid_id in (from scope_grids($scope))
),
unit_of as (
  select t.grid_id, u.grid_id as unit_id, u.name
  from grid u
  join grid_tree t on t.ancestor_id = u.grid_id
  where u.axis = 'block' and u.parent_id is null and (u.area_id in (from inside) or u.grid_id in (from inside)) and t.grid_id in (from scope_grids($scope))
),
township as (
  select t.grid_id, g.grid_id as township_id, g.name
  from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
),
counted as (
  select
    'unit' as part, u.unit_id as value_id, u.name as value, g.day,
    case $indicator when 'check_ins' then g.check_ins when 'entries' then g.entries when 'exits' then g.exits when 'fevers' then g.fevers when 'outsiders' then g.outsiders end as counted
  from grid_day g
  join unit_of u on u.grid_id = g.grid_id
  where g.day between $since and $until or g.day between $before and $before_until
  union all
  select 'home', h.township_id, h.name, f.day, f.people
  from flow_day f
  join township h on h.grid_id = f.home_grid_id
  where $indicator = 'outsiders' and f.grid_id in (from inside) and (f.day between $since and $until or f.day between $before and $before_until)
)
select
  part, value,
  cast(coalesce(sum(counted) filter (where day between $since and $until), 0) as double) as now,
  cast(coalesce(sum(counted) filter (where day between $before and $before_until), 0) as double) as earlier
from counted
group by part, value_id, value
having sum(counted) > 0
order by part desc, now desc, value
