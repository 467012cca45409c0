-- purpose: who and what lies in some grids, with all below them.  grain: one row (people, households, sections, units, alerts and tasks that are not done).  parameters: $grids
with recursive below as (
  select grid_id, axis, parent_id from grid where list_contains(cast($grids as integer[]), grid_id)
  union
  select g.grid_id, g.axis, g.parent_id from below b join grid g on g.parent_id = b.grid_id and g.closed_on is null
)
select
  (select count(*) from person where home_grid_id in (select grid_id from below)) as people,
  (select count(*) from household where grid_id in (select grid_id from below)) as households,
  (select count(*) - len(list_distinct(cast($grids as integer[]))) from below) as sections,
  (select count(*) from grid where axis = 'block' and parent_id is null and area_id in (select grid_id from below)) as units,
  (select count(*) from alert where status not in ('resolved', 'dismissed') and grid_id in (select grid_id from below)) as alerts,
  (select count(*) from task where status in ('drafted', 'open', 'overdue') and grid_id in (select grid_id from below)) as tasks
