-- purpose: issues on contacts, and what becomes of each row.  parameters: $latest, $whole
insert into plan.issue
select sheet, row, field, 'date_bad', json_object('value', value)
from (
  select sheet, row, unnest(list_filter([
    {'field': 'last_contact_on', 'value': last_text, 'day': last_contact_on}, {'field': 'found_on', 'value': found_text, 'day': found_on},
    {'field': 'quarantine_from', 'value': from_text, 'day': quarantine_from}, {'field': 'quarantine_until', 'value': until_text, 'day': quarantine_until}
  ], d -> d.value is not null and d.day is null), recursive := true)
  from plan.contacts
);

-- cases and contacts of this list count as well: who is named by a row above waits for nobody
create or replace table plan.known_source as
select case_key(case_no) as key from disease_case
union
select name_form(p.name) from disease_case d join person p on p.person_id = d.person_id
union
select case_key(contact_no) from case_contact where contact_no is not null
union
select name_form(p.name) from case_contact c join person p on p.person_id = c.person_id
union
select own_key from plan.contacts where own_key is not null
union
select name_form(w.name) from plan.who w where w.person_id is not null;

insert into plan.issue
select sheet, row, 'last_contact_on', 'date_future', json_object('value', cast(last_contact_on as text)) from plan.contacts where last_contact_on > $latest
union all
select sheet, row, 'found_on', 'date_future', json_object('value', cast(found_on as text)) from plan.contacts where found_on > $latest
union all
select sheet, row, 'kind', 'contact_kind_unknown', json_object('value', kind_text) from plan.contacts where kind_text is not null and kind_told is null
union all
select sheet, row, 'relation', 'value_unknown', json_object('value', relation_text) from plan.contacts where relation_text is not null and relation is null
union all
select sheet, row, 'place', 'value_unknown', json_object('value', place_text) from plan.contacts where place_text is not null and place_told is null
union all
select sheet, row, 'quarantine_until', 'contact_until_early', null from plan.contacts where quarantine_until < quarantine_from
union all
select c.sheet, c.row, 'contact_no', 'contact_nobody', null from plan.contacts c
where c.own_key is null and c.key_id is null and not exists (select 1 from plan.who_asked w where w.sheet = c.sheet and w.row = c.row)
union all
-- who is nobody of the register is for those who see everything
select c.sheet, c.row, 'contact_no', 'case_outside_scope', null from plan.contacts c
where c.hidden or not $whole and c.person_id is null and not exists (select 1 from plan.who_asked w where w.sheet = c.sheet and w.row = c.row)
union all
select sheet, row, 'contact_no', 'case_other_person', json_object('value', contact_no) from plan.contacts where person_id <> stored_person
union all
select c.sheet, c.row, 'case_no', 'contact_waits', json_object('value', coalesce(c.case_no, mask_name(c.case_name))) from plan.contacts c
where c.ref <> '' and not exists (select 1 from plan.known_source k where k.key = c.ref)
union all
select c.sheet, c.row, 'case_no', 'contact_caseless', null from plan.contacts c
where c.ref = '' and c.contact_id is null
union all
select sheet, row, field, 'not_clearable', null from (select sheet, row, unnest(clears) as field from plan.contacts where contact_id is not null)
where field not in ('relation', 'last_contact_on', 'found_on', 'quarantine_from', 'quarantine_until', 'place', 'place_name')
union all
select sheet, row, 'name', 'duplicate_row', json_object('first', first_row) from plan.contacts where whose is not null and time > 1;

create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.contacts c set status = case
  when exists (select 1 from plan.refused r where r.sheet = c.sheet and r.row = c.row) then 'rejected'
  when contact_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end;

update plan.contacts c set new_no = n.new_no
from (select sheet, row, row_number() over (order by sheet, row) as new_no from plan.contacts where status = 'new') n
where n.sheet = c.sheet and n.row = c.row
