-- purpose: units with all that is below them, unit after unit.  grain: one row per grid.  parameters: $scope roots, $roots (units in order)
with listed as (
  select unnest($roots) as unit_id, generate_subscripts($roots, 1) as no
),
inside as (
  select l.no, t.grid_id
  from listed l
  join grid_tree t on t.ancestor_id = l.unit_id
)
select i.grid_id
from inside i
join grid g on g.grid_id = i.grid_id
where g.axis = 'block' and g.closed_on is null and i.grid_id in (from scope_grids($scope))
order by i.no, length(g.code), g.code
