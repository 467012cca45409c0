-- purpose: who the rows of plan.typed are in the register, and what they would change there
-- grain: plan.match and plan.compared one row per row whose person is known; plan.home one per row whose household is
-- needs: plan.same, plan.list_day.  parameters: $today, $alive (sheets whose people the clerk says are alive)
-- who it is: the row key of an export, else the document number; those who merely resemble somebody are in plan.same
create or replace macro plan.identity(key_id, id_number) as coalesce('k' || key_id, id_number);

-- most identities stand there once: only those that may not are written out
create or replace table plan.first_row as
with numbered as (
  select *, hash(plan.identity(key_id, id_number)) as number from plan.typed where name is not null and coalesce(key_id::text, id_number) is not null
),
often as (select number from numbered group by number having count(*) > 1),
written as (
  select plan.identity(key_id, id_number) as identity, sheet::bigint * 100000000 + row as place, name
  from numbered where number in (select number from often)
)
select identity, min(place) as first_at, arg_min(name, place) as first_name
from written group by identity having count(*) > 1;

create or replace table plan.match as
with by_document as (
  select i.sheet, i.row, min(p.person_id) as person_id
  from plan.typed i join person p on p.id_number = i.id_number
  group by i.sheet, i.row
)
select i.sheet, i.row, coalesce(i.key_id, d.person_id, w.person_id) as person_id
from plan.typed i
left join by_document d on d.sheet = i.sheet and d.row = i.row
left join plan.same w on w.sheet = i.sheet and w.row = i.row and w.verdict <> 'other'
where coalesce(i.key_id, d.person_id, w.person_id) is not null;

-- an end told without its day: that of the list, else today; who is known to be gone in that way keeps the day that is known
insert into plan.status_day
select r.sheet, r.row, coalesce(l.day, $today)
from plan.typed_rows r
left join plan.match m on m.sheet = r.sheet and m.row = r.row
left join person p on p.person_id = m.person_id
left join plan.list_day l on l.sheet = r.sheet
where r.status is not null and r.status_on is null and r.status is distinct from p.status;

-- who was registered as gone and is listed as there: in so many words, or in a list that says nothing of it
-- asked: nobody comes back from the dead without a word
create or replace table plan.returned as
select r.sheet, r.row, p.status as was, p.status_on as since, p.status = 'died' and not list_contains(cast($alive as integer[]), r.sheet) as asked,
  coalesce(r.present, false) as said
from plan.match m
join plan.typed_rows r on r.sheet = m.sheet and r.row = m.row
join person p on p.person_id = m.person_id
where r.status is null and p.status is not null
  and (coalesce(r.present, false) or is_end(p.status) and p.status_on <= $today and r.key_id is null);

create or replace table plan.home as
select i.sheet, i.row, h.household_id from plan.typed i join household h on h.grid_id = i.grid_id and h.code = i.household_code;

-- the kind of the unit that a block lies in
create or replace table plan.block_root as
select t.grid_id as block_id, any_value(u.kind) as kind from grid_tree t join unit u on u.grid_id = t.ancestor_id
where t.grid_id in (select block_id from plan.typed where block_id is not null) group by t.grid_id;
-- who is in a class of a school is in the school
create or replace table plan.within as
select t.ancestor_id as block_id, t.grid_id from grid_tree t where t.ancestor_id in (select block_id from plan.block_root);
create or replace macro plan.block_kind(kind, may_study) as case when kind = 'school' and may_study then 'study' else 'work' end;

create or replace table plan.compared as
with present as (
  select m.person_id, w.block_id, m.kind, max(m.unit_no) as unit_no
  from membership m join plan.within w on w.grid_id = m.grid_id where m.until is null group by m.person_id, w.block_id, m.kind
)
select r.sheet, r.row, m.person_id, p.home_grid_id as old_home, b.unit_no as old_unit_no,
  coalesce(r.attention_asked_out, false) or r.attention is null and coalesce(list_contains(r.denied, p.attention), false) as attention_cleared,
  list_filter([
    -- the register's writing stays, but where somebody edited it in an export
    case when r.name is distinct from p.name and (r.key_id is not null or name_form(r.name) is distinct from name_form(p.name)) then 'name' end,
    case when r.id_number is not null and r.id_number is distinct from p.id_number then 'id_number' end,
    case when r.id_type is not null and r.id_number is not null and r.id_type is distinct from p.id_type then 'id_type' end,
    /*person.differs*/,
    case when r.grid_id is not null and r.grid_id is distinct from p.home_grid_id then 'grid' end,
    case when r.household_code is not null and r.grid_id is not null and (h.household_id is null or h.household_id is distinct from p.household_id)
         then 'household_code' end,
    case when r.attention is not null and r.attention is distinct from p.attention
           or coalesce(r.attention_asked_out, false) and p.attention is not null
           or r.attention is null and list_contains(r.denied, p.attention) then 'attention' end,
    case when r.attention_until is not null and r.attention_until is distinct from p.attention_until then 'attention_until' end,
    case when r.block_id is not null and b.block_id is null then 'block' end,
    case when r.block_id is not null and r.unit_no is not null and plan.unit_number(r.unit_no) is distinct from plan.unit_number(b.unit_no) then 'unit_no' end,
    case when not p.registered and not r.idle then 'registered' end
  ], x -> x is not null) as changes
from plan.match m
join plan.typed r on r.sheet = m.sheet and r.row = m.row
left join plan.home h on h.sheet = m.sheet and h.row = m.row
left join plan.block_root k on k.block_id = r.block_id
left join person p on p.person_id = m.person_id
left join present b on b.person_id = m.person_id and b.block_id = r.block_id and b.kind = plan.block_kind(k.kind, r.may_study)
