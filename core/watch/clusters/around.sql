-- purpose: the smallest visible area in which all visible grids of a cluster lie.  grain: one row per alert with any
-- parameters: $alerts, $grids (parallel: alert and one of its grids), $scope (roots)
with member as (
  select m.alert_id, m.grid_id
  from (select unnest(cast($alerts as integer[])) as alert_id, unnest(cast($grids as integer[])) as grid_id) m
  where m.grid_id in (from scope_grids($scope))
),
size as (
  select alert_id, count(*) as members from member group by alert_id
),
above as (
  select m.alert_id, t.ancestor_id, count(*) as members
  from member m
  join grid_tree t on t.grid_id = m.grid_id
  where t.ancestor_id in (from scope_grids($scope))
  group by m.alert_id, t.ancestor_id
)
select a.alert_id, g.grid_id as around_id, g.code as around
from above a
join size s on s.alert_id = a.alert_id and s.members = a.members
join grid g on g.grid_id = a.ancestor_id and g.axis = 'area'
qualify row_number() over (
  partition by a.alert_id
  order by case g.level when 'section' then 0 when 'village' then 1 when 'township' then 2 else 3 end, g.grid_id
) = 1
