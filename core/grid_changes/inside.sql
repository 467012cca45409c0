-- purpose: who and what lies in a grid.  grain: one row (people, households, sections, units).  parameters: $grid
with recursive below as (
  select grid_id, axis, parent_id from grid where grid_id = $grid
  union all
  select g.grid_id, g.axis, g.parent_id from below b join grid g on g.parent_id = b.grid_id and g.closed_on is null
)
select
  (select count(*) from person where home_grid_id in (select grid_id from below)),
  (select count(*) from household where grid_id in (select grid_id from below)),
  (select count(*) - 1 from below),
  (select count(*) from grid where axis = 'block' and parent_id is null and area_id in (select grid_id from below))
