-- purpose: the rota of a grid and all below it, from a moment on.  grain: one row per entry.  parameters: $scope (roots), $grid (0: everything), $at, $show_work_phone
with held as (
  select grid_id, role, arg_min(name, coalesce(rank, 0)) as name, arg_min(phone, coalesce(rank, 0)) as phone from duty where name is not null group by grid_id, role
)
select
  r.rota_id, r.kind, r.grid_id, g.code, g.name as grid_name, r.role, coalesce(r.name, h.name) as name,
  case when $show_work_phone then coalesce(r.phone, h.phone) else mask_phone(coalesce(r.phone, h.phone)) end as phone,
  r.weekday, r.from_minute, r.to_minute, r.since, r.until, sg.name as stand_grid, r.stand_role, sh.name as stand_name,
  r.since <= $at as begun
from rota r
join grid g on g.grid_id = r.grid_id
left join held h on h.grid_id = r.grid_id and h.role = r.role
left join grid sg on sg.grid_id = r.stand_grid_id
left join held sh on sh.grid_id = r.stand_grid_id and sh.role = r.stand_role
where r.ended_at is null and coalesce(r.until, timestamp '9999-12-31') > $at
  and r.grid_id in (from scope_grids($scope)) and r.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
order by r.weekday is not null, r.since, r.weekday, r.from_minute, r.rota_id
