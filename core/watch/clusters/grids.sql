-- purpose: what was counted in each grid of a cluster; a tail of detectors/cluster_events.sql.  grain: one row per visible grid, most people first
-- parameters: those of cluster_events.sql, $grids, $expected_each (people, of each of them), $scope (roots)
, member as (
  select unnest(cast($grids as integer[])) as grid_id, unnest(cast($expected_each as double[])) as expected
),
ill as (
  select grid_id, count(*) as people from fallen_ill where grid_id in (select grid_id from member) group by grid_id
)
select m.grid_id, g.code, g.name, coalesce(i.people, 0) as people, m.expected
from member m
join grid g on g.grid_id = m.grid_id
left join ill i on i.grid_id = m.grid_id
where m.grid_id in (from scope_grids($scope))
order by people desc, m.grid_id
