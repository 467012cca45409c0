-- purpose: where stops lie, and what was last entered there today.  grain: one row per stop: no (from 0), household, lat, lon, from_lat, from_lon, kind, entered_at
-- parameters: $people, $grids (of each stop; 0: none), $since (the day's beginning), $start (the grid where the way begins)
with stop as (
  select unnest(range(len($people))) as no, unnest(cast($people as integer[])) as person_id, unnest(cast($grids as integer[])) as grid_id
),
entered as (
  select person_id, max_by(kind, entered_at) as kind, max(entered_at) as entered_at
  from field_entry
  where entered_at >= $since and person_id in (select person_id from stop)
  group by person_id
)
select
  s.no, h.code as household, coalesce(g.lat, a.lat) as lat, coalesce(g.lon, a.lon) as lon,
  (select lat from grid where grid_id = $start) as from_lat, (select lon from grid where grid_id = $start) as from_lon,
  e.kind, e.entered_at
from stop s
left join person p on p.person_id = s.person_id
left join household h on h.household_id = p.household_id
left join grid g on g.grid_id = coalesce(p.home_grid_id, nullif(s.grid_id, 0))
left join grid a on a.grid_id = g.area_id
left join entered e on e.person_id = s.person_id
order by s.no
