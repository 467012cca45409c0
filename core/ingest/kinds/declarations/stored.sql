-- purpose: declarations as stored, every field as text.  grain: plan.stored one row per plan.wanted (no, id).  parameters: none
create or replace table plan.stored as
select w.no, d.declaration_id as id, 1 as version, p.home_grid_id as home_id, p.name, p.id_number, p.phone,
  case when cast(d.declared_at as time) = time '00:00:00' then strftime(d.declared_at, '%Y-%m-%d') else strftime(d.declared_at, '%Y-%m-%d %H:%M:%S') end as declared_at,
  cast(d.temperature as text) as temperature, coalesce(d.symptoms, case when d.symptom then '有' when not d.symptom then '无' end) as symptoms,
  case when d.case_contact then 'yes' when not d.case_contact then 'no' end as case_contact, d.place, cast(d.from_date as text) as from_date, cast(d.until_date as text) as until_date,
  d.transport, d.seat
from plan.wanted w join declaration d on d.declaration_id = w.id join person p on p.person_id = d.person_id
