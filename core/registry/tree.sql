-- purpose: fill grid_tree.  grain: one row per (ancestor, grid), itself and the whole store (0) included.  parameters: none
-- A block grid lies in its block parents, and in the area grid of the nearest of them that names one, with all above that.
insert into grid_tree
with recursive up as (
  select grid_id, grid_id as ancestor_id, 0 as steps from grid
  union all
  select u.grid_id, g.parent_id, u.steps + 1
  from up u join grid g on g.grid_id = u.ancestor_id
  where g.parent_id is not null and u.steps < 20
),
located as (
  select u.grid_id, arg_min(g.area_id, u.steps) as area_id
  from up u join grid g on g.grid_id = u.ancestor_id
  where g.axis = 'block' and g.area_id is not null
  group by u.grid_id
)
select ancestor_id, grid_id from up
union
select a.ancestor_id, l.grid_id from located l join up a on a.grid_id = l.area_id
union
select 0, grid_id from grid
order by ancestor_id, grid_id;
