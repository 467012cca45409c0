-- purpose: contacts as stored, every field as text.  grain: plan.stored one row per plan.wanted (no, id).  parameters: none
create or replace table plan.stored as
select w.no, c.contact_id as id, 1 as version, c.contact_no, p.name, p.id_number, c.case_no, c.case_name, c.kind, c.relation,
  cast(c.last_contact_on as text) as last_contact_on, cast(c.found_on as text) as found_on, cast(c.quarantine_from as text) as quarantine_from,
  cast(c.quarantine_until as text) as quarantine_until, c.place, c.place_name
from plan.wanted w
join case_contact c on c.contact_id = w.id
left join person p on p.person_id = c.person_id
