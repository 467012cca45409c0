-- purpose: store the new and changed contacts of a plan.  parameters: $batch, $contact_base
create or replace temp table was_case_contact as
select c.* from case_contact c where c.contact_id in (select contact_id from plan.contacts where status = 'changed');

insert into case_contact (
  contact_id, person_id, contact_no, case_no, case_name, kind, relation, last_contact_on, found_on, quarantine_from, quarantine_until, place, place_name,
  address, batch_id)
select $contact_base + new_no, person_id, contact_no, case_no, case_name, kind, relation, last_contact_on, found_on, quarantine_from, quarantine_until,
  place, place_name, address, $batch
from plan.contacts where status = 'new' order by new_no;

update case_contact c set
  person_id = coalesce(c.person_id, n.person_id), contact_no = coalesce(n.contact_no, c.contact_no), case_no = coalesce(n.case_no, c.case_no),
  case_name = coalesce(n.case_name, c.case_name), kind = case when n.kind_told is not null then n.kind else c.kind end,
  relation = case when not list_contains(n.emptied, 'relation') then coalesce(n.relation, c.relation) end,
  last_contact_on = case when not list_contains(n.emptied, 'last_contact_on') then coalesce(n.last_contact_on, c.last_contact_on) end,
  found_on = case when not list_contains(n.emptied, 'found_on') then coalesce(n.found_on, c.found_on) end,
  quarantine_from = case when not list_contains(n.emptied, 'quarantine_from') then coalesce(n.quarantine_from, c.quarantine_from) end,
  quarantine_until = case when not list_contains(n.emptied, 'quarantine_until') then coalesce(n.quarantine_until, c.quarantine_until) end,
  place = case when not list_contains(n.emptied, 'place') then coalesce(n.place, c.place) end,
  place_name = case when not list_contains(n.emptied, 'place_name') then coalesce(n.place_name, c.place_name) end,
  address = coalesce(n.address, c.address)
from plan.contacts n where n.contact_id = c.contact_id and n.status = 'changed';

insert into import_grid
select distinct $batch, home_grid_id from plan.contacts where status in ('new', 'changed') and home_grid_id is not null
