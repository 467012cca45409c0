-- purpose: who was asked in a drill.  grain: one row per grid, by level from the county down and by code.  parameters: $n, $scope (roots), $show_work_phone
with held as (
  select grid_id, role, arg_min(name, coalesce(rank, 0)) as name, arg_min(phone, coalesce(rank, 0)) as phone from duty where name is not null group by grid_id, role
),
township as (
  select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = 'township' group by t.grid_id
)
select
  c.grid_id, g.code, g.name, case g.axis when 'block' then 'unit' else g.level end as level, w.name as town, c.owner_grid_id, o.name as owner_grid, c.owner_role,
  h.name as holder, case when $show_work_phone then h.phone else mask_phone(h.phone) end as phone, c.answered_at, c.answered_by, c.how,
  coalesce(c.answered_at > d.due_at, false) as late, u.name as above_grid
from drill_call c
join drill d on d.drill_id = c.drill_id
join grid g on g.grid_id = c.grid_id
join grid o on o.grid_id = c.owner_grid_id
left join grid u on u.grid_id = coalesce(g.parent_id, g.area_id)
left join held h on h.grid_id = c.owner_grid_id and h.role = c.owner_role
left join township w on w.grid_id = c.grid_id
where c.drill_id = $n and c.grid_id in (from scope_grids($scope))
order by case g.level when 'county' then 0 when 'township' then 1 when 'village' then 2 when 'section' then 3 else 4 end, g.code
