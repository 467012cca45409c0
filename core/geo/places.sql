-- purpose: every area grid with its own point and outline, for laying out areas.  grain: one row per area grid.  parameters: none
select g.grid_id, g.parent_id, g.code, g.name, g.level, g.lon, g.lat, o.geometry
from grid g
left join grid_outline o on o.grid_id = g.grid_id
where g.axis = 'area'
order by g.code, g.grid_id
