-- purpose: duties that somebody holds now, in a grid with all below it and above it; after head.sql, whose `post` it reads.  grain: one row per grid and duty, from above down
-- parameters: those of head.sql, $scope (roots), $grid (0: everything), $limit
select p.grid_id, g.code, g.name as grid_name, p.role, p.name, p.cannot
from post p
join grid g on g.grid_id = p.grid_id
join depth d on d.grid_id = p.grid_id
where p.grid_id in (from scope_grids($scope))
  and (p.grid_id in (select grid_id from grid_tree where ancestor_id = $grid) or p.grid_id in (select ancestor_id from grid_tree where grid_id = $grid))
order by d.depth, g.code, p.place, p.role
limit $limit
