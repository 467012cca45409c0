-- purpose: how far a phone is from a grid, or from the nearest grid above it of which it is known where it lies
-- grain: at most one row, km.  parameters: $grid, $lat, $lon (degrees)
select km_between(g.lon, g.lat, $lon, $lat)
from grid_tree t
join grid g on g.grid_id = t.ancestor_id
join (select ancestor_id, count(*) as below from grid_tree group by ancestor_id) n on n.ancestor_id = g.grid_id
where t.grid_id = $grid and g.lon is not null and g.lat is not null
order by n.below, g.grid_id
limit 1
