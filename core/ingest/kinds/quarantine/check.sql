-- purpose: whom the rows of a list of people under observation are about.  grain: plan.who_asked one row per staged row.  parameters: none
create or replace table plan.who_asked as
select s.sheet, s.row, s.id_number, s.phone, s.name, k.grid_id, s.household_code, q.person_id as known_id
from plan.staged_quarantine s
left join plan.grid_text k on k.axis = 'area' and k.ways = 1 and k.written is not distinct from s.grid and k.town is not distinct from s.town
  and k.section is not distinct from s.section
left join plan.keyed y on y.sheet = s.sheet and y.row = s.row
left join quarantine q on q.quarantine_id = y.entity_id
