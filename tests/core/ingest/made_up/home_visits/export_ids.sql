-- purpose: home visits to people of a grid and below, the latest first.  grain: one row per visit.  parameters: $scope roots, $grid (0: all)
select v.visit_id
from home_visit v join person p on p.person_id = v.person_id
where p.home_grid_id in (from scope_grids($scope)) and p.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
order by v.visited_on desc, v.visit_id
