-- purpose: where each grid lies; the head of impossible_movement.sql, shared_account.sql and declared_place.sql
-- grain of spot: one row per grid whose place is known: its own point, else that of the nearest grid above (of a unit: of the unit, then of where it lies).
--   `off`: how far from that point somebody scanned in it may be, in km (its accuracy).  parameters: none
with own as (
  select grid_id, lon, lat, level from grid where lon is not null and lat is not null and level <> 'county'
),
near as (
  select t.grid_id, o.lon, o.lat, o.level, t.ancestor_id = t.grid_id as itself,
    case o.level when 'township' then 3 when 'village' then 2 else 1 end as height
  from grid_tree t
  join own o on o.grid_id = t.ancestor_id
),
spot as (
  select grid_id,
    arg_min(lon, (height, not itself)) as lon,
    arg_min(lat, (height, not itself)) as lat,
    arg_min(case when level = 'township' then 8.0 when level = 'village' then 2.5 else 0.5 end, (height, not itself)) as off
  from near
  group by grid_id
)
