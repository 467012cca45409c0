-- purpose: the grids next below one, as far as they are visible; one that is closed as long as anybody is registered in it; for everything (0) the topmost visible ones
-- grain: one row per grid.  parameters: $scope (roots), $grid (0: everything), $axis ('area' | 'block': root units lying in the subtree)
with lived_in as (
  select c.ancestor_id as grid_id
  from grid_tree c
  join grid g on g.grid_id = c.ancestor_id and g.closed_on is not null
  where c.grid_id in (select home_grid_id from person where person_id not in (from gone_on(null)))
),
visible as (
  select g.grid_id, g.parent_id, g.axis
  from grid g
  where g.grid_id in (from scope_grids($scope)) and (g.closed_on is null or g.grid_id in (from lived_in))
),
inside as (
  select v.* from visible v where v.grid_id in (select grid_id from grid_tree where ancestor_id = $grid and grid_id <> $grid)
),
start as (
  select coalesce((select axis from grid where grid_id = $grid), 'area') as axis
)
select i.grid_id
from inside i, start s
where case
    when s.axis = 'area' and $axis = 'block' then i.axis = 'block' and i.parent_id is null
    when $grid > 0 then i.parent_id = $grid
    else i.axis = 'area' and coalesce(i.parent_id not in (select grid_id from visible), true)
  end
order by i.grid_id;
