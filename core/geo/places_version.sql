-- purpose: changes whenever a place, a parent or an outline does.  grain: one row.  parameters: none
select
  (select bit_xor(hash(grid_id, parent_id, code, name, lon, lat)) from grid where axis = 'area') as grids,
  (select bit_xor(hash(grid_id, geometry)) from grid_outline) as outlines
