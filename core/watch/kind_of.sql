-- purpose: with which grids a watched grid is compared.  grain: at most one row: kind as in series.sql, and the subtree to look in (0: all)
-- parameters: $grid
select
  case when g.axis = 'block' then 'unit.' || coalesce(u.kind, 'other') else 'area.' || g.level end as kind,
  case when g.level = 'section' then coalesce(
    (select min(a.grid_id) from grid_tree t join grid a on a.grid_id = t.ancestor_id and a.level = 'township' where t.grid_id = g.grid_id), 0
  ) else 0 end as within
from grid g
left join unit u on u.grid_id = g.grid_id
where g.grid_id = $grid
  and (g.axis = 'area' and g.level in ('township', 'village', 'section') or g.axis = 'block' and g.parent_id is null);
