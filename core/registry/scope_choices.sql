-- purpose: grids that an account may be given: areas down to the section, and whole units, with where they lie; none that is closed
-- grain: one row per grid.  parameters: $scope (of who gives it), $held (grids that an account has already: always among them)
select
  g.grid_id, g.code,
  case when a.name is not null and a.level <> 'county' then a.name || ' › ' || g.name else g.name end as label
from grid g
left join grid a on a.grid_id = coalesce(g.area_id, g.parent_id)
where (list_contains($held, g.grid_id)
    or g.closed_on is null and (g.axis = 'area' and g.level <> 'household' or g.axis = 'block' and g.parent_id is null))
  and g.grid_id in (from scope_grids($scope))
order by g.axis, g.code;
