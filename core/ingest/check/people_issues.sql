-- purpose: findings on the rows of plan.people.  grain: plan.issue one row per finding.  parameters: $today
insert into plan.issue
select sheet, row, 'name', 'name_missing', null from plan.people where name is null and not idle
union all
-- a name that is none; of an asterisk for a letter nobody knows who is meant
select sheet, row, 'name', case when contains(name, '*') then 'name_masked' else 'name_bad' end, json_object('value', mask_name(name)) from plan.people
where contains(name, '*') or not regexp_matches(name, '\pL')
union all
select sheet, row, 'id_number', case when id_fault = 'id_masked' and person_id is not null then 'value_masked' else id_fault end,
  json_object('value', mask_id(document))
from plan.people where id_fault is not null
union all
select sheet, row, 'birth_date', 'id_birth', null from plan.people
where id_birth is distinct from birth_given and id_birth is not null and birth_given is not null
  or birth_given is null and id_birth is not null and birth_text is not null and plan.birth_month(birth_text) <> strftime(id_birth, '%Y-%m')
union all
select sheet, row, 'birth_date', 'birth_day_missing', json_object('value', birth_text) from plan.people
where birth_given is null and id_birth is null and birth_text is not null and plan.birth_month(birth_text) is not null
union all
select sheet, row, 'sex', 'id_sex', null from plan.people where id_sex <> sex_given
union all
select sheet, row, 'id_type', 'id_type_unknown', json_object('value', id_type_text) from plan.people
where id_type_text is not null and not exists (select 1 from plan.value v where v.set_name = 'id_type' and v.text = plan.value_key(id_type_text))
union all
select sheet, row, 'sex', 'sex_unknown', json_object('value', sex_text) from plan.people where sex_text is not null and sex_given is null
union all
select sheet, row, 'birth_date', 'birth_bad', json_object('value', birth_text) from plan.people
where birth_text is not null and birth_given is null and plan.birth_month(birth_text) is null
union all
select sheet, row, 'arrived_on', 'date_bad', json_object('value', arrived_text) from plan.people where arrived_text is not null and arrived_on is null
union all
select sheet, row, 'arrived_on', 'date_future', json_object('value', arrived_text) from plan.people where arrived_on > $today
union all
select sheet, row, 'attention_until', 'date_bad', json_object('value', until_text) from plan.people where until_text is not null and attention_until is null
union all
select sheet, row, 'phone', case when contains(phone_text, '*') then 'value_masked' else 'phone_bad' end, json_object('value', mask_phone(phone_text))
from plan.people where phone_text is not null and phone is null
union all
select sheet, row, 'grid', 'grid_missing', null from plan.people where grid_text is null and town is null and not idle
union all
select sheet, row, 'grid', 'village_missing', null from plan.people where grid_blank and grid_id is null and coalesce(section, town) is not null
union all
select sheet, row, 'grid', 'grid_unknown', json_object('value', grid_text) from plan.people where not grid_blank and grid_ways = 0
union all
select sheet, row, 'grid', 'town_differs', json_object('value', grid_text, 'town', town) from plan.people where not grid_blank and grid_fault = 'town_differs'
union all
select sheet, row, 'grid', 'grid_ambiguous', json_object('value', grid_text, 'ways', grid_ways) from plan.people
where not grid_blank and grid_ways > 1 and grid_fault is null
union all
select sheet, row, 'grid', 'grid_outside_scope', json_object('value', grid_text) from plan.people
where grid_ways = 1 and grid_id not in (select grid_id from plan.in_scope)
union all
select p.sheet, p.row, 'grid', 'grid_closed', json_object('value', grid_text, 'day', cast(g.closed_on as text)) from plan.people p
join plan.closed g on g.grid_id = p.grid_id where g.closed_on <= $today
union all
select sheet, row, 'town', 'town_unknown', json_object('value', town) from plan.people where town_unknown
union all
select sheet, row, 'section', 'section_unknown', json_object('value', section) from plan.people where section_unknown
union all
select sheet, row, 'id_number', 'person_outside_scope', null from plan.people
where old_home is not null and old_home not in (select grid_id from plan.in_scope)
union all
select distinct r.sheet, r.row, 'id_number', 'id_of_other', json_object('value', mask_id(r.id_number)) from plan.people r
join person p on p.id_number = r.id_number where r.key_id is not null and p.person_id <> r.person_id
union all
select s.sheet, s.row, s.field, 'changed_here', json_object('since', plan.since_of(b.batch_id, b.imported_at))
from plan.stale s
join plan.people r on r.sheet = s.sheet and r.row = s.row and list_contains(r.changes, s.field)
left join (select entity_id, field, max(batch_id) as batch_id from import_change where entity = 'person' group by entity_id, field) c
  on c.entity_id = r.person_id
  and c.field = case s.field when 'grid' then 'home_grid_id' when 'household_code' then 'household_id' else s.field end
left join import_batch b on b.batch_id = c.batch_id
union all
select sheet, row, 'block', 'unit_unknown', json_object('value', block_text) from plan.people where block_text is not null and block_id is null
union all
select sheet, row, 'attention', 'attention_unknown', json_object('value', attention_text) from plan.people where attention_text is not null and category is null
union all
select p.sheet, p.row, 'id_number', case when p.name <> f.first_name and p.identity = p.id_number then 'id_other_name' else 'duplicate_row' end,
  case when p.name <> f.first_name and p.identity = p.id_number
       then json_object('first', f.first_at % 100000000, 'name', mask_name(f.first_name)) else json_object('first', f.first_at % 100000000) end
from plan.people p join plan.first_row f on f.identity = p.identity where p.sheet * 100000000 + p.row > f.first_at
union all
-- the register knows that number under another name
select sheet, row, 'name', 'name_differs', json_object('value', mask_name(name), 'before', mask_name(old_name)) from plan.people
where key_id is null and id_number is not null and name <> old_name and old_home in (select grid_id from plan.in_scope)
union all
select sheet, row, field, 'value_unknown', json_object('value', value) from (
  select sheet, row, 'is_key_attention' as field, key_text as value from plan.people where plan.told(key_text) is not null and is_key is null
  union all
  select sheet, row, 'is_returnee', returnee_text from plan.people where plan.told(returnee_text) is not null and is_back is null
  union all
  select sheet, row, 'is_quarantined', quarantined_text from plan.people where plan.told(quarantined_text) is not null and is_kept is null)
union all
-- once per household, in sheets that speak of householders at all
select first_at // 100000000, first_at % 100000000, 'householder', 'householder_missing', json_object('value', household) from (
  select household_code as household, min(cast(sheet as bigint) * 100000000 + row) as first_at
  from plan.people
  where household_code is not null and grid_id is not null
    and sheet in (select distinct sheet from plan.people where householder is not null or relation is not null)
  group by grid_id, household_code, household_id
  having not bool_or(coalesce(relation in ('户主', '戶主', '本人', '本人或户主', 'householder', 'head'), false) or coalesce(name = householder, false))
    and not coalesce(any_value(household_id) in (select household_id from household where householder_id is not null), false))
union all
select sheet, row, 'id_number', 'identity_weak', null from plan.people where name is not null and key_id is null and id_number is null and phone is null and id_fault is null;

-- an error keeps the row out
create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.people p set status = case
  when exists (select 1 from plan.refused r where r.sheet = p.sheet and r.row = p.row) then 'rejected'
  when is_new then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end;

update plan.people p set status = 'conflict'
where not $take_conflicts and status = 'changed'
  and exists (select 1 from plan.issue i where i.code = 'changed_here' and i.sheet = p.sheet and i.row = p.row);

update plan.people p set new_no = n.new_no
from (select sheet, row, row_number() over (order by sheet, row) as new_no from plan.people where status = 'new') n
where n.sheet = p.sheet and n.row = p.row;

-- households that the register does not have yet
create or replace table plan.new_household as
select grid_id, household_code as code, min(address) as address, row_number() over (order by grid_id, household_code) as new_no
from plan.people
where status in ('new', 'changed') and household_code is not null and household_id is null
group by grid_id, household_code;
