-- purpose: whom the rows say they are about.  grain: plan.who_asked one row per staged row.  parameters: none
create or replace table plan.who_asked as
select s.sheet, s.row, s.id_number, null::text as phone, s.name, null::integer as grid_id, v.person_id as known_id
from plan.staged_home_visits s
left join plan.keyed k on k.sheet = s.sheet and k.row = s.row
left join home_visit v on v.visit_id = k.entity_id
