-- purpose: what is held about one person, for that person.  grain: one row.  parameters: $person
select
  mask_name(p.name), mask_id(p.id_number), mask_phone(p.phone), p.address, g.name, p.origin, p.arrived_on, cast(p.updated_at as date),
  (select count(*) from every_check_in c where c.person_id = p.person_id), (select count(*) from declaration d where d.person_id = p.person_id),
  (select count(*) from test_result t where t.person_id = p.person_id)
from person p
left join grid g on g.grid_id = p.home_grid_id
where p.person_id = $person
