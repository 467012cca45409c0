-- purpose: under which township and county the watched units lie, so that sums by kind can be watched.  grain: one row per unit and area above
-- parameters: $grids
select t.grid_id, t.ancestor_id as above_id
from grid_tree t
join grid a on a.grid_id = t.ancestor_id and a.axis = 'area' and a.level in ('township', 'county')
join grid g on g.grid_id = t.grid_id and g.axis = 'block'
where t.grid_id in (select unnest($grids))
order by t.ancestor_id, t.grid_id;
