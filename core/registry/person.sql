-- purpose: one person's entry in the register; reach is checked before
-- grain: one row.  parameters: $person_id; $show_… which fields are not masked
select
  p.person_id,
  case when $show_name then p.name else mask_name(p.name) end as name,
  p.sex,
  p.birth_date,
  case when $show_phone then p.phone else mask_phone(p.phone) end as phone,
  p.id_type,
  case when $show_id_number then p.id_number else mask_id(p.id_number) end as id_number,
  -- an address is masked as a whole: its beginning already tells
  case when p.address is null and h.address is null then null
       when $show_address then coalesce(p.address, h.address) else '****' end as address,
  p.home_grid_id as grid_id,
  g.code as grid_code,
  placed(u.name, u.level, g.name) as place,
  p.household_id,
  h.code as household,
  p.relation,
  p.origin,
  p.arrived_on,
  p.registered,
  p.status,
  p.status_on,
  p.status_note
from person p
left join grid g on g.grid_id = p.home_grid_id
left join grid u on u.grid_id = g.parent_id
left join household h on h.household_id = p.household_id
where p.person_id = $person_id
