-- purpose: whom the rows of a list of cases are about.  grain: plan.who_asked one row per staged row that names somebody; plan.unnamed one row per
-- row whose name is hidden (张某某) and that has a number: a case without a person.  parameters: none

create or replace table plan.unnamed as
select sheet, row from plan.staged_cases
where plan.told(case_no) is not null and plan.told(id_number) is null and plan.told(phone) is null and plan.name_fault(plan.told(name)) = 'name_masked';

create or replace table plan.who_asked as
-- a list of cases comes in each day: of a number that is stored with somebody so called it is they, as it was said when it first came
with whose as (
  select case_key(d.case_no) as no, name_form(p.name) as form, max(d.person_id) as person_id
  from disease_case d join person p on p.person_id = d.person_id
  group by all
  having min(d.person_id) = max(d.person_id)
),
told as (
  select *, case_key(plan.told(case_no)) as no_key, name_form(plan.told(name)) as form from plan.staged_cases
)
select s.sheet, s.row, s.id_number, s.phone, s.name, g.grid_id, s.household_code, d.person_id as known_id, w.person_id as again_id
from told s
left join plan.keyed k on k.sheet = s.sheet and k.row = s.row
left join disease_case d on d.case_id = k.entity_id
left join whose w on w.no = s.no_key and w.form = s.form
left join plan.grid_text g on g.axis = 'area' and g.ways = 1 and g.written is not distinct from s.grid and g.town is not distinct from s.town
  and g.section is not distinct from s.section
where coalesce(plan.told(s.id_number), plan.told(s.phone), plan.told(s.name)) is not null
  and not exists (select 1 from plan.unnamed u where u.sheet = s.sheet and u.row = s.row)
