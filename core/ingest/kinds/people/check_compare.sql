-- purpose: what the rows would change of the people whom they mean
-- grain: plan.compared one row per row whose person is known; plan.home one per row whose household is; plan.returned one per row of
-- somebody registered as gone; plan.staying one per row of somebody who is known and stays for a time.  needs: plan.match, plan.typed with the days of ends.  parameters: $today, $alive (sheets whose people
-- the clerk says are alive)
-- who was registered as gone and is listed as there: in so many words, or in a list that says nothing of it
-- asked: nobody comes back from the dead without a word
create or replace table plan.returned (sheet integer, row bigint, was text, since date, asked boolean, said boolean);
-- only if: from plan.match m join person p on p.person_id = m.person_id where p.status is not null
insert into plan.returned
select r.sheet, r.row, p.status as was, p.status_on as since, p.status = 'died' and not list_contains(cast($alive as integer[]), r.sheet) as asked,
  coalesce(r.present, false) as said
from plan.match m
join plan.typed_rows r on r.sheet = m.sheet and r.row = m.row
join person p on p.person_id = m.person_id
where r.status is null and p.status is not null
  and (coalesce(r.present, false) or is_end(p.status) and p.status_on <= $today and r.key_id is null);

create or replace table plan.home (sheet integer, row bigint, household_id integer);
-- only if: of household_code: from plan.typed_rows where household_code is not null
insert into plan.home
select i.sheet, i.row, h.household_id from plan.typed i join household h on h.grid_id = i.grid_id and h.code = i.household_code where i.stay_until is null;

-- the kind of the unit that a block lies in
create or replace table plan.block_root (block_id integer, kind text);
-- only if: of block: from plan.typed_rows where block_id is not null
insert into plan.block_root
select t.grid_id as block_id, any_value(u.kind) as kind from grid_tree t join unit u on u.grid_id = t.ancestor_id
where t.grid_id in (select block_id from plan.typed where block_id is not null) group by t.grid_id;
-- who is in a class of a school is in the school
create or replace table plan.within (block_id integer, grid_id integer);
-- only if: of block: from plan.block_root
insert into plan.within
select t.ancestor_id as block_id, t.grid_id from grid_tree t where t.ancestor_id in (select block_id from plan.block_root);

-- who stays somewhere for a time, as far as it is known already; whatever else they are, that place is no home
create or replace table plan.staying (sheet integer, row bigint, person_id integer, known_until date);
-- only if: of stay_until: from plan.typed_rows where stay_until is not null
insert into plan.staying
select r.sheet, r.row, m.person_id, max(t.until) as known_until
from plan.match m
join plan.typed r on r.sheet = m.sheet and r.row = m.row
left join membership t on t.person_id = m.person_id and t.kind = 'temporary' and t.grid_id = r.grid_id and t.until >= $today
where r.stay_until is not null group by r.sheet, r.row, m.person_id;

create or replace table plan.compared (sheet integer, row bigint, person_id integer, old_home integer, home integer, old_unit_no text, attention_cleared boolean, changes text[]);
-- only if: from plan.match
insert into plan.compared
with present as (
  select m.person_id, w.block_id, m.kind, max(m.unit_no) as unit_no
  from membership m join plan.within w on w.grid_id = m.grid_id where m.until is null group by m.person_id, w.block_id, m.kind
)
select r.sheet, r.row, m.person_id, p.home_grid_id as old_home,
  -- a list that names the village says nothing of the group in it where somebody lives, nor of their household
  case when a.grid_id is not null and r.key_id is null and r.stay_until is null
      and r.household_code is null -- of: household_code
    then p.home_grid_id else r.grid_id end as home, b.unit_no as old_unit_no,
  coalesce(r.attention_asked_out, false) or r.attention is null and coalesce(list_contains(r.denied, p.attention), false) as attention_cleared,
  list_filter([
    -- the register's writing stays, but where somebody edited it in an export
    case when r.name is distinct from p.name and (r.key_id is not null or r.form is distinct from name_form(p.name)) then 'name' end,
    case when r.id_number is not null and r.id_number is distinct from p.id_number then 'id_number' end,
    case when r.id_type is not null and r.id_number is not null and r.id_type is distinct from p.id_type then 'id_type' end,
    /*person.differs*/,
    case when r.stay_until is null and home is not null and home is distinct from p.home_grid_id then 'grid' end,
    case when r.stay_until is null and r.household_code is not null and r.grid_id is not null and (h.household_id is null or h.household_id is distinct from p.household_id) then 'household_code' end, -- of: household_code
    case when r.attention is not null and r.attention is distinct from p.attention
           or coalesce(r.attention_asked_out, false) and p.attention is not null
           or r.attention is null and list_contains(r.denied, p.attention) then 'attention' end,
    case when r.attention_until is not null and r.attention_until is distinct from p.attention_until then 'attention_until' end, -- of: attention_until
    case when r.block_id is not null and b.block_id is null then 'block' end, -- of: block
    case when r.block_id is not null and r.unit_no is not null and plan.unit_number(r.unit_no) is distinct from plan.unit_number(b.unit_no) then 'unit_no' end, -- of: block
    case when r.stay_until is not null and r.stay_until is distinct from s.known_until then 'stay_until' end, -- of: stay_until
    case when not p.registered and not r.idle and r.stay_until is null then 'registered' end
  ], x -> x is not null) as changes
from plan.match m
join plan.typed r on r.sheet = m.sheet and r.row = m.row
left join plan.home h on h.sheet = m.sheet and h.row = m.row -- of: household_code
left join plan.block_root k on k.block_id = r.block_id -- of: block
left join person p on p.person_id = m.person_id
left join grid_tree a on a.grid_id = p.home_grid_id and a.ancestor_id = r.grid_id
left join plan.staying s on s.sheet = m.sheet and s.row = m.row -- of: stay_until
left join present b on b.person_id = m.person_id and b.block_id = r.block_id and b.kind = plan.block_kind(k.kind, r.school_kind) -- of: block
