-- purpose: findings on the rows of plan.people.  grain: plan.issue one row per finding.  parameters: $today
insert into plan.issue
select sheet, row, 'name', 'name_missing', null from plan.people where name is null
union all
select sheet, row, 'id_number', id_fault, json_object('value', mask_id(document)) from plan.people where id_fault is not null
union all
select sheet, row, 'birth_date', 'id_birth', null from plan.people where id_birth is distinct from birth_given and id_birth is not null and birth_given is not null
union all
select sheet, row, 'sex', 'id_sex', null from plan.people where id_sex <> sex_given
union all
select sheet, row, 'id_type', 'id_type_unknown', json_object('value', id_type_text) from plan.people
where id_type_text is not null and not exists (select 1 from plan.value v where v.set_name = 'id_type' and v.text = plan.value_key(id_type_text))
union all
select sheet, row, 'sex', 'sex_unknown', json_object('value', sex_text) from plan.people where sex_text is not null and sex_given is null
union all
select sheet, row, 'birth_date', 'birth_bad', json_object('value', birth_text) from plan.people where birth_text is not null and birth_given is null
union all
select sheet, row, 'arrived_on', 'date_bad', json_object('value', arrived_text) from plan.people where arrived_text is not null and arrived_on is null
union all
select sheet, row, 'arrived_on', 'date_future', json_object('value', arrived_text) from plan.people where arrived_on > $today
union all
select sheet, row, 'attention_until', 'date_bad', json_object('value', until_text) from plan.people where until_text is not null and attention_until is null
union all
select sheet, row, 'phone', 'phone_bad', json_object('value', mask_phone(phone_text)) from plan.people where phone_text is not null and phone is null
union all
select sheet, row, 'grid', 'grid_missing', null from plan.people where grid_text is null
union all
select sheet, row, 'grid', 'grid_unknown', json_object('value', grid_text) from plan.people where grid_text is not null and grid_ways = 0
union all
select sheet, row, 'grid', 'grid_ambiguous', json_object('value', grid_text, 'ways', grid_ways) from plan.people where grid_ways > 1
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', grid_text) from plan.people
where grid_ways = 1 and grid_id not in (select grid_id from plan.in_scope)
union all
select sheet, row, 'id_number', 'person_outside_scope', null from plan.people
where old_home is not null and old_home not in (select grid_id from plan.in_scope)
union all
select sheet, row, 'block', 'unit_unknown', json_object('value', block_text) from plan.people where block_text is not null and block_id is null
union all
select sheet, row, 'attention', 'attention_unknown', json_object('value', attention_text) from plan.people where attention_text is not null and category is null
union all
select p.sheet, p.row, 'id_number', 'duplicate_row', json_object('first', f.first_at % 100000000) from plan.people p
join plan.first_row f on f.identity = p.identity where p.sheet * 100000000 + p.row > f.first_at
union all
select sheet, row, 'id_number', 'identity_weak', null from plan.people where name is not null and id_number is null and phone is null and id_fault is null;

-- an error keeps the row out
create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.people p set status = case
  when exists (select 1 from plan.refused r where r.sheet = p.sheet and r.row = p.row) then 'rejected'
  when is_new then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end;

update plan.people p set new_no = n.new_no
from (select sheet, row, row_number() over (order by sheet, row) as new_no from plan.people where status = 'new') n
where n.sheet = p.sheet and n.row = p.row;

-- households that the register does not have yet
create or replace table plan.new_household as
select grid_id, household_code as code, min(address) as address, row_number() over (order by grid_id, household_code) as new_no
from plan.people
where status in ('new', 'changed') and household_code is not null and household_id is null
group by grid_id, household_code;
