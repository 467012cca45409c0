-- purpose: store the new and changed rows of plan.people.  parameters: $batch, $now, $person_base, $household_base
create or replace temp table was_person as
select p.* from person p where p.person_id in (select person_id from plan.people where status = 'changed');

create or replace temp table was_membership as
select m.* from membership m
where m.kind = 'home' and m.until is null and m.person_id in (select person_id from plan.people where status = 'changed');

create or replace temp table was_household as
select h.* from household h where h.household_id in (select household_id from plan.people where status in ('new', 'changed'));

insert into household (household_id, code, grid_id, address, batch_id)
select $household_base + new_no, code, grid_id, address, $batch from plan.new_household order by new_no;

create or replace temp table taken as
select p.*, coalesce(p.person_id, $person_base + p.new_no) as final_id, coalesce(p.household_id, $household_base + n.new_no) as final_household
from plan.people p
left join plan.new_household n on n.grid_id = p.grid_id and n.code = p.household_code
where p.status in ('new', 'changed');

insert into person (person_id, name, id_type, id_number, sex, birth_date, phone, address, home_grid_id, household_id, relation, origin,
                    arrived_on, attention, attention_until, pinyin, initials, registered, batch_id, updated_at)
select t.final_id, t.name, case when t.id_number is not null then t.id_type end, t.id_number, t.sex, t.birth_date, t.phone, t.address,
       t.grid_id, t.final_household, t.relation, t.origin, t.arrived_on, t.attention, t.attention_until, y.pinyin, y.initials, true, $batch, $now
from taken t left join plan.pinyin y on y.name = t.name
where t.status = 'new' order by t.final_id;

update person p set
  name = t.name, pinyin = coalesce(y.pinyin, p.pinyin), initials = coalesce(y.initials, p.initials),
  id_type = case when t.id_number is not null then t.id_type else p.id_type end, id_number = coalesce(t.id_number, p.id_number),
  sex = case when not list_contains(t.emptied, 'sex') then coalesce(t.sex, p.sex) end,
  birth_date = case when not list_contains(t.emptied, 'birth_date') then coalesce(t.birth_date, p.birth_date) end,
  phone = case when not list_contains(t.emptied, 'phone') then coalesce(t.phone, p.phone) end,
  address = case when not list_contains(t.emptied, 'address') then coalesce(t.address, p.address) end, home_grid_id = t.grid_id,
  household_id = coalesce(
    t.final_household, case when t.grid_id = p.home_grid_id and not list_contains(t.emptied, 'household_code') then p.household_id end),
  relation = case when not list_contains(t.emptied, 'relation') then coalesce(t.relation, p.relation) end,
  origin = case when not list_contains(t.emptied, 'origin') then coalesce(t.origin, p.origin) end,
  arrived_on = case when not list_contains(t.emptied, 'arrived_on') then coalesce(t.arrived_on, p.arrived_on) end,
  attention = case when t.attention_cleared then null else coalesce(t.attention, p.attention) end,
  attention_until = case when t.attention_cleared or list_contains(t.emptied, 'attention_until') then null else coalesce(t.attention_until, p.attention_until) end,
  registered = true, version = p.version + 1, updated_at = $now
from taken t left join plan.pinyin y on y.name = t.name
where t.final_id = p.person_id and t.status = 'changed';

-- a move ends the former home
update membership m set until = cast($now as date)
from taken t
where m.person_id = t.final_id and m.kind = 'home' and m.until is null and t.status = 'changed' and m.grid_id <> t.grid_id;

insert into membership (person_id, grid_id, kind, batch_id)
select t.final_id, t.grid_id, 'home', $batch from taken t
where t.status = 'new' or not exists
  (select 1 from membership m where m.person_id = t.final_id and m.kind = 'home' and m.until is null and m.grid_id = t.grid_id);

insert into membership (person_id, grid_id, kind, batch_id)
select t.final_id, t.block_id, t.block_kind, $batch from taken t
where t.block_id is not null and (t.status = 'new' or list_contains(t.changes, 'block'));

update household h set householder_id = t.final_id
from taken t
where h.household_id = t.final_household and (t.relation in ('户主', '戶主', '本人', '本人或户主', 'householder', 'head') or t.relation is null and t.householder = t.name)
  and h.householder_id is distinct from t.final_id;

insert into import_grid
select $batch, grid_id from taken where grid_id is not null
union
select $batch, old_home from taken where old_home is not null;

drop table taken
