-- purpose: grids in a grid that may have codes.  grain: one row per grid.  parameters: $roots, $grid, $levels (township … section, unit), $itself
select g.grid_id
from grid_tree t
join grid g on g.grid_id = t.grid_id
where t.ancestor_id = $grid and g.closed_on is null and g.grid_id in (from scope_grids(cast($roots as integer[])))
  and (g.level in (select unnest(cast($levels as text[]))) or $itself and g.grid_id = $grid)
order by g.code
