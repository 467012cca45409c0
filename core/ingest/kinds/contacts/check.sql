-- purpose: whom the rows of a list of contacts are about.  grain: plan.who_asked one row per staged row that names somebody.  parameters: none
create or replace table plan.who_asked as
-- a list that comes in again: of a case of which one contact is so called it is they, as it was said when it first came
with whose as (
  select coalesce(case_key(c.case_no), name_form(c.case_name)) as ref, name_form(p.name) as form, max(c.person_id) as person_id
  from case_contact c join person p on p.person_id = c.person_id
  group by all
  having min(c.person_id) = max(c.person_id)
),
told as (
  select *, name_form(plan.told(name)) as form,
    coalesce(case_key(coalesce(plan.numbered_name(case_no).no, plan.told(case_no), plan.numbered_name(case_name).no)), name_form(plan.told(case_name))) as ref
  from plan.staged_contacts
)
select s.sheet, s.row, s.id_number, s.phone, s.name, g.grid_id, s.household_code, c.person_id as known_id, w.person_id as again_id
from told s
left join plan.keyed k on k.sheet = s.sheet and k.row = s.row
left join case_contact c on c.contact_id = k.entity_id
left join whose w on w.ref = s.ref and w.form = s.form
left join plan.grid_text g on g.axis = 'area' and g.ways = 1 and g.written is not distinct from s.grid and g.town is not distinct from s.town
  and g.section is not distinct from s.section
where coalesce(plan.told(s.id_number), plan.told(s.phone), plan.told(s.name)) is not null
