-- purpose: the town or village that lies nearest to a place, for a clue.  grain: at most one row.  parameters: $lat, $lon (degrees)
-- villages often have the place of their town: of those equally near the town is meant
select g.grid_id, km_between(g.lon, g.lat, $lon, $lat) as km
from grid g
where g.axis = 'area' and g.level in ('township', 'village') and g.closed_on is null and g.lon is not null and g.lat is not null
order by round(km, 2), g.level = 'village', g.grid_id
limit 1
