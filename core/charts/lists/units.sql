-- purpose: units and how far they have reopened.  grain: one row per township, kind, industry and state.  parameters: $scope (roots)
with town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id)
select t.name as township, u.kind, u.industry, u.resumption, cast(count(*) as double) as units, cast(sum(u.staff) as double) as staff,
  cast(sum(u.staff_back) as double) as staff_back
from unit u
left join town t on t.grid_id = u.grid_id
where u.grid_id in (from scope_grids($scope))
group by all
order by all
