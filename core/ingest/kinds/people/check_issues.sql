-- purpose: issues on the rows of plan.typed, and what becomes of each row
-- grain: plan.issue one row per issue; plan.people one row per staged row.  parameters: $today, $taking (sheets whose values win conflicts)
-- what a row says by itself, all in one look: a branch for each would cost as much as all else that is planned here
-- only if: from plan.typed_rows where unclear is not null or name is null or birth_differs or sex_differs
insert into plan.issue
with doubtful as materialized (
  select *, regexp_replace(phone_text, '\D', '', 'g') as phone_figures
  from (
    select *, unclear->>'birth_text' as birth_text, unclear->>'id_type_text' as id_type_text, unclear->>'sex_text' as sex_text,
      unclear->>'arrived_text' as arrived_text, unclear->>'until_text' as until_text, unclear->>'phone_text' as phone_text, unclear->>'grid_text' as grid_text,
      unclear->>'town' as town, unclear->>'section' as section, unclear->>'block_text' as block_text, unclear->>'household_text' as household_text,
      unclear->>'attention_text' as attention_text, unclear->>'unit_no_text' as unit_no_text, unclear->>'key_text' as key_text,
      unclear->>'returnee_text' as returnee_text, unclear->>'quarantined_text' as quarantined_text
    from plan.typed where unclear is not null or name is null or birth_differs or sex_differs
  )
),
told as (
  select sheet, row, unnest([
    {'field': 'name', 'code': case when name is null and not idle then 'name_missing' end, 'fields': null},
    {'field': 'birth_date', 'code': case when birth_differs then 'id_birth' end, 'fields': null},
    {'field': 'sex', 'code': case when sex_differs then 'id_sex' end, 'fields': null},
    {'field': 'grid', 'code': case when grid_blank and grid_id is null and coalesce(section, town) is not null then 'village_missing' end, 'fields': null},
    {'field': 'grid', 'code': case when not grid_blank and grid_fault = 'town_differs' then 'town_differs' end,
      'fields': json_object('value', grid_text, 'town', town)},
    {'field': 'grid', 'code': case when not grid_blank and grid_ways > 1 and grid_fault is null then 'grid_ambiguous' end,
      'fields': json_object('value', grid_text, 'ways', grid_ways)}]) as f
  from doubtful
),
-- with the value that is not understood, or was understood otherwise than it stands there
valued as (
  select sheet, row, unnest([
    {'field': 'birth_date', 'code': case when contains(birth_text, '*') then 'value_masked' when plan.birth_month(birth_text) is null then 'birth_bad' when birth_date is null then 'birth_day_missing' end, 'value': birth_text},
    {'field': 'id_type', 'code': 'id_type_unknown', 'value': id_type_text},
    {'field': 'sex', 'code': 'sex_unknown', 'value': sex_text},
    {'field': 'arrived_on', 'code': case when arrived_on is null then 'date_bad' else 'date_future' end, 'value': arrived_text},
    {'field': 'attention_until', 'code': 'date_bad', 'value': until_text},
    {'field': 'phone', 'value': mask_phone(coalesce(phone, phone_text)), 'code':
      case when phone is null then case when contains(phone_text, '*') then 'value_masked' else 'phone_bad' end
           when length(phone_figures) > length(phone) + 2 then 'phone_first'
           when regexp_matches(phone_text, '\p{Han}|[A-DF-Za-df-z]') then 'phone_words' end},
    {'field': 'unit_no', 'code': 'code_rounded', 'value': unit_no_text},
    {'field': 'grid', 'value': case when not grid_blank and grid_ways = 0 then grid_text end, 'code':
      case when plan.rounded_number(grid_text) then 'code_rounded' when grid_fault = 'code_differs' then 'grid_code_differs' else 'grid_unknown' end},
    {'field': 'town', 'code': 'town_unknown', 'value': case when town_unknown then town end},
    {'field': 'section', 'code': 'section_unknown', 'value': case when section_unknown then section end},
    {'field': 'block', 'code': case when plan.rounded_number(block_text) then 'code_rounded' else 'unit_unknown' end, 'value': block_text},
    {'field': 'household_code', 'code': 'household_rounded', 'value': household_text},
    {'field': 'stay_until', 'code': 'date_bad', 'value': unclear->>'stay_text'},
    {'field': 'attention', 'code': 'attention_unknown', 'value': attention_text},
    {'field': 'is_key_attention', 'code': 'value_unknown', 'value': plan.told(key_text)},
    {'field': 'is_returnee', 'code': 'value_unknown', 'value': plan.told(returnee_text)},
    {'field': 'is_quarantined', 'code': 'value_unknown', 'value': plan.told(quarantined_text)},
    -- of who is gone
    {'field': 'status', 'code': 'value_unknown', 'value': left(unclear->>'status_text', 40)},
    {'field': 'status_on', 'code': 'date_bad', 'value': unclear->>'status_on_text'},
    {'field': 'died_on', 'code': case when plan.day(unclear->>'died_text', $today) > $today then 'date_future' else 'date_bad' end, 'value': unclear->>'died_text'},
    {'field': 'moved_out_on', 'code': 'date_bad', 'value': unclear->>'moved_text'},
    {'field': 'cancelled_on', 'code': 'date_bad', 'value': unclear->>'cancelled_text'}]) as f
  from doubtful where unclear is not null
)
select sheet, row, f.field, f.code, f.fields from told where f.code is not null
union all
select sheet, row, f.field, f.code, json_object('value', f.value) from valued where f.code is not null and f.value is not null;

-- of the document
-- only if: from plan.typed_rows where id_fault is not null or key_id is not null or id_number is null and phone is null
insert into plan.issue
select r.sheet, r.row, 'id_number', case when id_fault = 'id_masked' and m.person_id is not null then 'value_masked' else id_fault end,
  json_object('value', mask_id(unclear->>'document'))
from plan.typed r left join plan.match m on m.sheet = r.sheet and m.row = r.row where id_fault is not null
union all
select distinct r.sheet, r.row, 'id_number', 'id_of_other', json_object('value', mask_id(r.id_number)) from plan.typed r
join person p on p.id_number = r.id_number where r.key_id is not null and p.person_id <> r.key_id
union all
select sheet, row, 'id_number', 'identity_weak', null from plan.typed where name is not null and key_id is null and id_number is null and phone is null and coalesce(id_fault, 'id_none') = 'id_none'
  and (unit_no is null or block_id is null)
  and (sheet, row) not in (select (sheet, row) from plan.issue where code = 'id_formula');

-- of where somebody lives
-- only if: from plan.typed_rows where grid_ways <> 1 or grid_id not in (select grid_id from plan.in_scope) or grid_id in (select grid_id from plan.closed)
insert into plan.issue
-- who is known and gone need not be said to live anywhere
select r.sheet, r.row, 'grid', 'grid_missing', null from plan.typed r left join plan.match m on m.sheet = r.sheet and m.row = r.row
where grid_ways = 0 and (unclear->>'grid_text') is null and (unclear->>'town') is null and not idle and (m.row is null or r.status is null)
  -- a list of a unit need not say where its people live, nor one of people who are known; nor need the export of somebody of whom that is not known
  and not coalesce(list_contains(cast($homeless as integer[]), r.sheet) and (block_id is not null or (r.sheet, r.row) in (select (sheet, row) from plan.compared where old_home is not null))
    or block_id is not null and key_id in (select person_id from plan.compared where old_home is null), false)
union all
select r.sheet, r.row, 'grid', 'grid_outside_scope', json_object('value', coalesce(s.grid, s.section)) from plan.typed r
join plan.staged_people s on s.sheet = r.sheet and s.row = r.row
where r.grid_ways = 1 and r.grid_id not in (select grid_id from plan.in_scope)
union all
-- nobody new goes into a closed grid; who lives there stays until somebody says where they live now
select r.sheet, r.row, 'grid', case when c.old_home = r.grid_id then 'home_closed' when g.into_name is not null then 'grid_closed_into' else 'grid_closed' end,
  json_object('value', coalesce(s.grid, s.section), 'day', cast(g.closed_on as text), 'into', g.into_name)
from plan.typed r
join plan.closed g on g.grid_id = r.grid_id join plan.staged_people s on s.sheet = r.sheet and s.row = r.row
left join plan.compared c on c.sheet = r.sheet and c.row = r.row
where g.closed_on <= $today and not (r.status is not null and c.old_home is not distinct from r.grid_id);

-- of their unit, and their number there
-- only if: of block unit_no: from plan.typed_rows where block_id is not null or unit_no is not null
insert into plan.issue
select t.sheet, t.row, 'grid', 'home_open', null from plan.typed t left join plan.compared c on c.sheet = t.sheet and c.row = t.row
where t.grid_id is null and t.block_id is not null and list_contains(cast($homeless as integer[]), t.sheet) and c.old_home is null
union all
select t.sheet, t.row, 'block', 'unit_outside_scope', json_object('value', s.block) from plan.typed t
join plan.staged_people s on s.sheet = t.sheet and s.row = t.row
where t.grid_id is null and t.block_id is not null and t.block_id not in (select grid_id from plan.in_scope)
union all
-- one of two names has the wrong number; which, nobody can tell
select sheet, row, 'unit_no', 'unit_no_twice', json_object('value', mask_id(written), 'first', first_at % 100000000)
from (
  select *, plan.place_of(sheet, row) as place, first_value(plan.place_of(sheet, row)) over own as first_at, first_value(form) over own as first_form
  from plan.own_number window own as (partition by block_id, number order by plan.place_of(sheet, row))
)
where place > first_at and form is distinct from first_form
union all
-- once per sheet: numbers that belong to no unit
select sheet, min(row), 'unit_no', 'unit_no_alone', json_object('rows', count(*)) from plan.typed where unit_no is not null and block_id is null group by sheet;

-- of their household
-- only if: of household_code: from plan.typed_rows where household_code is not null
insert into plan.issue
-- a household is one of its grid
select sheet, row, 'household_code', 'household_alone', json_object('value', household_code) from plan.typed
where household_code is not null and grid_id is null and list_contains(cast($homeless as integer[]), sheet)
union all
-- nor of a household, who stays for a time
select sheet, row, 'household_code', 'household_stay', json_object('value', household_code) from plan.typed
where household_code is not null and stay_until is not null
union all
-- once per household, in sheets that speak of householders at all
select first_at // 100000000, first_at % 100000000, 'householder', 'householder_missing', json_object('value', household) from (
  select r.household_code as household, min(cast(r.sheet as bigint) * 100000000 + r.row) as first_at
  from plan.typed r left join plan.home h on h.sheet = r.sheet and h.row = r.row
  where household_code is not null and grid_id is not null
    and r.sheet in (select distinct sheet from plan.typed where householder is not null or relation is not null)
  group by grid_id, household_code
  having not bool_or(coalesce(plan.is_head(relation), false) or coalesce(form = name_form(householder), false))
    and not coalesce(any_value(household_id) in (select household_id from household where householder_id is not null), false));

-- of ends
-- only if: select sheet from plan.typed_rows where status is not null or present union all select sheet from plan.returned
insert into plan.issue
-- who is gone: days that nobody told, and those who are there again
select sheet, row, 'status', 'status_differs', json_object('day', cast(status_on as text)) from plan.typed where present and status is not null
union all
select d.sheet, d.row, 'status', case when l.day is null then 'status_day_today' else 'status_day_list' end, json_object('day', cast(d.status_on as text))
from plan.status_day d left join plan.list_day l on l.sheet = d.sheet
union all
select b.sheet, b.row, 'status', case when b.was = 'died' then case when b.asked and (b.said or len(c.changes) > 0 or len(e.emptied) > 0) then 'died_present' when b.asked then 'died_listed' else 'died_revived' end
  else 'gone_back' end, json_object('day', cast(b.since as text))
from plan.returned b
join plan.compared c on c.sheet = b.sheet and c.row = b.row
left join plan.emptied e on e.sheet = b.sheet and e.row = b.row
where c.old_home is null or c.old_home in (select grid_id from plan.in_scope);

-- of what the register holds of them
-- only if: from plan.compared where list_contains(changes, 'name') or old_home not in (select grid_id from plan.in_scope)
insert into plan.issue
select sheet, row, 'id_number', 'person_outside_scope', null from plan.compared
where old_home is not null and old_home not in (select grid_id from plan.in_scope)
union all
-- the register knows that number under another name
select r.sheet, r.row, 'name', 'name_differs', json_object('value', mask_name(r.name), 'before', mask_name(p.name))
from plan.compared c
join plan.typed r on r.sheet = c.sheet and r.row = c.row
join person p on p.person_id = c.person_id
where list_contains(c.changes, 'name') and r.form <> name_form(p.name) and r.key_id is null and r.id_number is not null
  and c.old_home in (select grid_id from plan.in_scope);

-- of what was changed there since it left
-- only if: from plan.stale
insert into plan.issue
select s.sheet, s.row, s.field, 'changed_here', plan.since_of(b.batch_id, b.imported_at)
from plan.stale s
join plan.compared r on r.sheet = s.sheet and r.row = s.row
left join plan.emptied e on e.sheet = s.sheet and e.row = s.row
left join (select entity_id, field, max(batch_id) as batch_id from import_change where entity = 'person' group by entity_id, field) c
  on c.entity_id = r.person_id
  and c.field = case s.field when 'grid' then 'home_grid_id' when 'household_code' then 'household_id' else s.field end
left join import_batch b on b.batch_id = c.batch_id
where list_contains(r.changes, s.field) or coalesce(list_contains(e.emptied, s.field), false);

-- of those who are listed twice, or resemble somebody
-- only if: select kind from plan.same union all select identity from plan.first_row
insert into plan.issue
select p.sheet, p.row, 'id_number', case when p.form <> f.first_form and f.identity = p.id_number then 'id_other_name' else 'duplicate_row' end,
  case when p.form <> f.first_form and f.identity = p.id_number
       then json_object('first', f.first_at % 100000000, 'name', mask_name(f.first_name)) else json_object('first', f.first_at % 100000000) end
from plan.typed p
join plan.first_row f on f.identity = plan.identity(p.key_id, p.id_number)
where p.sheet::bigint * 100000000 + p.row > f.first_at
union all
-- a row that merely resembles somebody waits for a word, where it would change them
select s.sheet, s.row, 'name', s.kind, null
from plan.same s
join plan.compared c on c.sheet = s.sheet and c.row = s.row
left join plan.emptied e on e.sheet = s.sheet and e.row = s.row
where s.verdict = 'ask' and s.kind <> 'same_row' and (len(c.changes) > 0 or len(e.emptied) > 0)
union all
select sheet, row, 'name', case when verdict = 'ask' then 'same_row' else 'duplicate_row' end, json_object('first', first_at % 100000000)
from plan.same where kind = 'same_row' and verdict <> 'other'
union all
select sheet, row, 'name', 'namesake', null from plan.same where kind = 'namesake' and verdict = 'other'
union all
select s.sheet, s.row, 'unit_no', 'number_other', json_object('value', mask_id(t.unit_no)) from plan.same s
join plan.typed t on t.sheet = s.sheet and t.row = s.row where s.kind = 'number_other' and s.verdict = 'other';

-- an error keeps the row out
create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

create or replace table plan.people as
with conflicting as (select distinct sheet, row from plan.issue where code = 'changed_here' and sheet not in (select unnest(cast($taking as integer[]))))
select r.sheet, r.row,
  case when f.row is not null then 'rejected'
       when c.row is null then 'new'
       when len(c.changes) = 0 and coalesce(len(e.emptied), 0) = 0 then 'unchanged'
       when x.row is not null then 'conflict' else 'changed' end as status,
  c.person_id, c.old_home, c.old_unit_no, r.stay_until, h.household_id as household_id, coalesce(c.home, r.grid_id) as grid_id, r.grid_ways, r.unclear->>'grid_text' as grid_text,
  case when r.block_id is not null then plan.block_kind(k.kind, r.school_kind) end as block_kind,
  -- of those who are known, null else
  c.attention_cleared, case when c.row is not null then coalesce(e.emptied, []) end as emptied, list_concat(c.changes, coalesce(e.emptied, [])) as changes
from plan.typed r
left join plan.compared c on c.sheet = r.sheet and c.row = r.row
left join plan.emptied e on e.sheet = r.sheet and e.row = r.row
left join plan.home h on h.sheet = r.sheet and h.row = r.row -- of: household_code
left join plan.block_root k on k.block_id = r.block_id -- of: block
left join plan.refused f on f.sheet = r.sheet and f.row = r.row
left join conflicting x on x.sheet = r.sheet and x.row = r.row;
drop table plan.match;
drop table plan.compared;

-- households that the register does not have yet
create or replace table plan.new_household as
select r.grid_id, r.household_code as code, min(r.address) as address, row_number() over (order by r.grid_id, r.household_code) as new_no
from plan.people p join plan.typed r on r.sheet = p.sheet and r.row = p.row
where p.status in ('new', 'changed') and r.household_code is not null and r.grid_id is not null and p.household_id is null and p.stay_until is null
group by r.grid_id, r.household_code
