-- purpose: codes to try in a demonstration: some of each kind of place.  grain: one row per code.  parameters: $many (of each kind)
with placed as (
  select
    c.code_id, g.name, c.label, c.kind, coalesce(u.kind, g.level) as of_kind,
    row_number() over (partition by c.kind, coalesce(u.kind, g.level) order by c.code_id) as place
  from place_code c
  join grid g on g.grid_id = c.grid_id
  left join unit u on u.grid_id = g.grid_id
  where c.revoked_at is null and g.closed_on is null
)
select code_id, name, label, kind from placed where place <= $many order by kind desc, of_kind, code_id limit 24
