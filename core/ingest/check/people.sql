-- purpose: the rows of a people roster as typed values, matched with the register
-- grain: plan.people one row per staged row.  parameters: $today
create or replace table plan.parsed as
with cells as (
  select * replace (
    plan.told(name) as name, plan.told(id_type) as id_type, plan.told(id_number) as id_number, plan.told(sex) as sex,
    plan.told(birth_date) as birth_date, plan.told(phone) as phone, plan.told(household_code) as household_code, plan.told(householder) as householder,
    plan.told(relation) as relation, plan.told(address) as address, plan.told(origin) as origin, plan.told(arrived_on) as arrived_on,
    plan.told(attention_until) as attention_until, plan.told(block) as block)
  from plan.staged_people
)
select
  s.sheet, s.row,
  case when s.name like '% %' and regexp_matches(s.name, '[\x{4e00}-\x{9fff}]') then replace(s.name, ' ', '') else s.name end as name,
  s.id_type as id_type_text, it.code as id_type_given,
  plan.document(s.id_number) as document,
  s.id_number_kind = 2 and length(s.id_number) > 15 as id_was_number,
  s.sex as sex_text, sx.code as sex_given,
  s.birth_date as birth_text, plan.birth_day(s.birth_date, $today) as birth_given,
  s.phone as phone_text, plan.phone_digits(s.phone) as phone_digits,
  coalesce(s.grid, s.section) as grid_text, s.grid is null as grid_blank, s.town, s.section, k.grid_id, coalesce(k.ways, 0) as grid_ways,
  k.fault as grid_fault, coalesce(k.town_unknown, false) as town_unknown, coalesce(k.section_unknown, false) as section_unknown,
  s.household_code, s.householder, s.relation, s.address,
  case when ca.code is null then plan.told(s.attention) else s.attention end as attention_text, ca.code as category,
  s.is_key_attention as key_text, fk.code as is_key, s.is_returnee as returnee_text, fr.code as is_back,
  s.is_quarantined as quarantined_text, fq.code as is_kept,
  s.origin, s.arrived_on as arrived_text, plan.day(s.arrived_on, $today) as arrived_given,
  s.attention_until as until_text, plan.day(s.attention_until, $today) as attention_until,
  s.block as block_text, b.grid_id as block_id,
  coalesce(s.clears, []) as clears, y.entity_id as key_id, coalesce(y.idle, false) as idle
from cells s
left join plan.keyed y on y.sheet = s.sheet and y.row = s.row
left join plan.value it on it.set_name = 'id_type' and it.text = plan.value_key(s.id_type)
left join plan.value sx on sx.set_name = 'sex' and sx.text = plan.value_key(s.sex)
left join plan.value ca on ca.set_name = 'attention' and ca.text = plan.value_key(s.attention)
left join plan.value fk on fk.set_name = 'yes_no' and fk.text = plan.value_key(s.is_key_attention)
left join plan.value fr on fr.set_name = 'yes_no' and fr.text = plan.value_key(s.is_returnee)
left join plan.value fq on fq.set_name = 'yes_no' and fq.text = plan.value_key(s.is_quarantined)
left join plan.grid_text k on k.axis = 'area' and k.written is not distinct from s.grid and k.town is not distinct from s.town
  and k.section is not distinct from s.section
left join plan.grid_text b on b.axis = 'block' and b.written = s.block;

-- what the document number itself says; a number that fails is never stored
create or replace table plan.typed as
with shaped as (
  select *, coalesce(plan.resident_shape(document) and coalesce(id_type_given, 'resident_id') <> 'passport'
      and (id_type_given is distinct from 'other' or plan.resident_type(document) = 'other'), false) as is_resident
  from plan.parsed
),
judged as (
  select *,
    case when document is null then null
         when contains(document, '*') then 'id_masked'
         when coalesce(id_was_number, false) then 'id_numeric'
         when is_resident then case when plan.resident_fits(document) then null else 'id_checksum' end
         when coalesce(id_type_given, 'resident_id') <> 'resident_id'
              then case when plan.document_fits(document, id_type_given) then null else 'id_format' end
         -- without a type: a passport, a permit, or the older card of foreigners (three letters of their country and twelve digits)
         when id_type_given is null and regexp_full_match(document, '[A-Z]{1,3}\d{6,10}|[A-Z]{3}\d{12}') then null
         else 'id_format' end as id_fault
  from shaped
)
select sheet, row, name, id_fault, document, id_was_number, id_type_text, sex_text, birth_text, grid_text, grid_blank, town, section, grid_id, grid_ways,
  grid_fault, town_unknown, section_unknown, household_code,
  householder, relation, address, attention_text, category, arrived_text, until_text, attention_until, block_text, block_id, phone_text,
  key_text, is_key, returnee_text, is_back, quarantined_text, is_kept,
  clears, key_id, idle,
  case when id_fault is null then document end as id_number,
  case when document is null then null
       when is_resident then plan.resident_type(document)
       else coalesce(id_type_given, 'other') end as id_type,
  case when is_resident and id_fault is null then try_strptime(substring(document, 7, 8), '%Y%m%d')::date end as id_birth,
  case when is_resident and id_fault is null
       then case when try_cast(substring(document, 17, 1) as integer) % 2 = 1 then 'male' else 'female' end end as id_sex,
  case when birth_given <= $today then birth_given end as birth_given, sex_given,
  case when plan.phone_fits(phone_digits) then phone_digits end as phone,
  -- the strongest of the category and the yes of a column of its own
  case when category = 'home_quarantine' or is_kept = 'yes' then 'home_quarantine'
       when category = 'key_attention' or is_key = 'yes' then 'key_attention'
       when category = 'returnee' or is_back = 'yes' then 'returnee' end as attention,
  coalesce(category not in ('returnee', 'home_quarantine', 'key_attention') or list_contains(clears, 'attention'), list_contains(clears, 'attention'))
    and not coalesce(is_kept = 'yes' or is_key = 'yes' or is_back = 'yes', false) as attention_asked_out,
  -- a plain no ends that very class, no other
  case when 'no' in (is_kept, is_key, is_back) then list_filter([
    case when is_kept = 'no' then 'home_quarantine' end, case when is_key = 'no' then 'key_attention' end,
    case when is_back = 'no' then 'returnee' end], x -> x is not null) end as denied,
  origin,
  arrived_given as arrived_on
from judged;
-- each step holds every row: none is kept longer than the next one needs it
drop table plan.parsed;

-- who it is: the row key of an export, else document number, else phone and name, else name, household and grid
create or replace table plan.identified as
select *,
  coalesce('k' || key_id, id_number, case when phone is not null then 'p' || phone || '|' || name end,
           'h' || name || '|' || coalesce(household_code, '') || '|' || coalesce(cast(grid_id as text), '')) as identity
from plan.typed;
drop table plan.typed;

create or replace table plan.match as
with by_document as (
  select i.sheet, i.row, min(p.person_id) as person_id
  from plan.identified i join person p on p.id_number = i.id_number
  group by i.sheet, i.row
),
by_phone as (
  select i.sheet, i.row, min(p.person_id) as person_id, count(*) as ways
  from plan.identified i join person p on p.phone = i.phone and p.name = i.name and (i.id_number is null or p.id_number is null)
  group by i.sheet, i.row
),
by_household as (
  select i.sheet, i.row, min(p.person_id) as person_id, count(*) as ways
  from plan.identified i
  join person p on p.name = i.name and p.home_grid_id = i.grid_id and p.id_number is null
  left join household h on h.household_id = p.household_id
  where i.id_number is null and (i.phone is null or p.phone is null) and coalesce(h.code, '') = coalesce(i.household_code, '')
  group by i.sheet, i.row
)
select i.sheet, i.row, coalesce(i.key_id, d.person_id, f.person_id, h.person_id) as person_id
from plan.identified i
left join by_document d on d.sheet = i.sheet and d.row = i.row
left join by_phone f on f.sheet = i.sheet and f.row = i.row and f.ways = 1
left join by_household h on h.sheet = i.sheet and h.row = i.row and h.ways = 1
where coalesce(i.key_id, d.person_id, f.person_id, h.person_id) is not null;

create or replace table plan.first_row as
select identity, min(sheet * 100000000 + row) as first_at, arg_min(name, sheet * 100000000 + row) as first_name
from plan.identified where name is not null group by identity having count(*) > 1;

create or replace table plan.people as
with read as (
  select i.*, coalesce(i.id_sex, i.sex_given) as sex, coalesce(i.id_birth, i.birth_given) as birth_date,
    case when root.kind = 'school' and coalesce(i.category, 'student') = 'student' then 'study' else 'work' end as block_kind,
    h.household_id, m.person_id
  from plan.identified i
  left join plan.match m on m.sheet = i.sheet and m.row = i.row
  left join household h on h.grid_id = i.grid_id and h.code = i.household_code
  left join (select t.grid_id, any_value(u.kind) as kind from grid_tree t join unit u on u.grid_id = t.ancestor_id group by t.grid_id) root
    on root.grid_id = i.block_id
)
select r.*,
  p.home_grid_id as old_home, p.name as old_name,
  coalesce(r.attention_asked_out, false) or r.attention is null and coalesce(list_contains(r.denied, p.attention), false) as attention_cleared,
  r.person_id is null as is_new,
  case when r.person_id is null then [] else list_filter([
    case when r.name is distinct from p.name then 'name' end,
    case when r.id_number is not null and r.id_number is distinct from p.id_number then 'id_number' end,
    case when r.id_type is not null and r.id_number is not null and r.id_type is distinct from p.id_type then 'id_type' end,
    case when r.sex is not null and r.sex is distinct from p.sex then 'sex' end,
    case when r.birth_date is not null and r.birth_date is distinct from p.birth_date then 'birth_date' end,
    case when r.phone is not null and r.phone is distinct from p.phone then 'phone' end,
    case when r.grid_id is not null and r.grid_id is distinct from p.home_grid_id then 'grid' end,
    case when r.household_code is not null and (r.household_id is null or r.household_id is distinct from p.household_id) then 'household_code' end,
    case when r.relation is not null and r.relation is distinct from p.relation then 'relation' end,
    case when r.address is not null and r.address is distinct from p.address then 'address' end,
    case when r.attention is not null and r.attention is distinct from p.attention
           or coalesce(r.attention_asked_out, false) and p.attention is not null
           or r.attention is null and list_contains(r.denied, p.attention) then 'attention' end,
    case when r.origin is not null and r.origin is distinct from p.origin then 'origin' end,
    case when r.arrived_on is not null and r.arrived_on is distinct from p.arrived_on then 'arrived_on' end,
    case when r.attention_until is not null and r.attention_until is distinct from p.attention_until then 'attention_until' end,
    case when r.block_id is not null and b.grid_id is null then 'block' end,
    case when not p.registered and not r.idle then 'registered' end
  ], x -> x is not null) end as changes,
  cast([] as text[]) as emptied,
  cast(null as text) as status, cast(null as integer) as new_no
from read r
left join person p on p.person_id = r.person_id
left join (select distinct person_id, grid_id, kind from membership where until is null) b
  on b.person_id = r.person_id and b.grid_id = r.block_id and b.kind = r.block_kind;

drop table plan.identified;
