-- purpose: whom the rows of a list of contacts are about.  grain: plan.who_asked one row per staged row that names somebody.  parameters: none
create or replace table plan.who_asked as
select s.sheet, s.row, s.id_number, s.phone, s.name, g.grid_id, s.household_code, c.person_id as known_id
from plan.staged_contacts s
left join plan.keyed k on k.sheet = s.sheet and k.row = s.row
left join case_contact c on c.contact_id = k.entity_id
left join plan.grid_text g on g.axis = 'area' and g.ways = 1 and g.written is not distinct from s.grid and g.town is not distinct from s.town
  and g.section is not distinct from s.section
where coalesce(plan.told(s.id_number), plan.told(s.phone), plan.told(s.name)) is not null
