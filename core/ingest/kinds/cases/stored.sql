-- purpose: cases as stored, every field as text.  grain: plan.stored one row per plan.wanted (no, id).  parameters: none
create or replace table plan.stored as
select w.no, d.case_id as id, 1 as version, d.case_no, p.name, p.id_number, coalesce(d.sex, p.sex) as sex,
  case when d.age = round(d.age) then cast(cast(d.age as integer) as text) else cast(round(d.age, 2) as text) end as age,
  cast(d.onset_on as text) as onset_on, cast(d.sampled_on as text) as sampled_on, cast(d.confirmed_on as text) as confirmed_on,
  cast(d.reported_on as text) as reported_on, d.kind, d.severity, d.disease, d.outcome, cast(d.outcome_on as text) as outcome_on, d.infector_no, d.hospital,
  g.code as grid, d.address
from plan.wanted w
join disease_case d on d.case_id = w.id
left join person p on p.person_id = d.person_id
left join grid g on g.grid_id = d.grid_id
