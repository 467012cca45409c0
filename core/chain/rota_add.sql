-- purpose: an entry of the rota.  grain: one row.  parameters: a column's name each
insert into rota (
  rota_id, grid_id, role, kind, name, phone, weekday, from_minute, to_minute, since, until, stand_grid_id, stand_role, created_by, created_at
)
values (
  $rota_id, $grid_id, $role, $kind, $name, $phone, $weekday, $from_minute, $to_minute, $since, $until, $stand_grid_id, $stand_role, $created_by, $created_at
)
