-- purpose: store the new and changed rows of plan.people, whose values are in plan.typed; new people follow by commit_new.sql
-- parameters: $batch, $now, $person_base, $household_base
create or replace temp table was_person as
select p.* from person p where p.person_id in (select person_id from plan.people where status = 'changed');

create or replace temp table was_membership as
select m.* from membership m
where (m.until is null or m.kind = 'temporary' and m.until >= cast($now as date))
  and m.person_id in (select person_id from plan.people where status = 'changed');

create or replace temp table was_household as
select h.* from household h where h.household_id in (select household_id from plan.people where status in ('new', 'changed'));

-- who and which household each row is: a few numbers a row, the values stay where they are
create or replace temp table taken as
with rows as (
  -- where somebody stays for a time is no home
  select sheet, row, person_id, coalesce(case when stay_until is null then grid_id end, old_home) as grid_id, household_id, row_number() over (partition by person_id is null order by sheet, row) as number
  from plan.people where status in ('new', 'changed')
)
select p.sheet, p.row, p.person_id is null as is_new, p.grid_id, cast(coalesce(p.person_id, $person_base + p.number) as integer) as final_id,
  cast(coalesce(p.household_id, $household_base + n.new_no) as integer) as final_household
from rows p
join plan.typed r on r.sheet = p.sheet and r.row = p.row
left join plan.new_household n on n.grid_id = p.grid_id and n.code = r.household_code;

-- one row: who heads a household
create or replace temp table head as
select t.final_household as household_id, min(t.final_id) as person_id
from taken t join plan.typed r on r.sheet = t.sheet and r.row = t.row
where t.final_household is not null and (plan.is_head(r.relation) or r.relation is null and name_form(r.householder) = r.form)
group by t.final_household;

insert into household (household_id, code, grid_id, address, householder_id, batch_id)
select $household_base + n.new_no, n.code, n.grid_id, n.address, h.person_id, $batch
from plan.new_household n left join head h on h.household_id = $household_base + n.new_no order by n.new_no;

update household h set householder_id = d.person_id
from head d where h.household_id = d.household_id and h.householder_id is distinct from d.person_id;

update person p set
  name = case when r.key_id is null and r.form = name_form(p.name) then p.name else r.name end, pinyin = coalesce(y.pinyin, p.pinyin), initials = coalesce(y.initials, p.initials),
  id_type = case when r.id_number is not null then r.id_type else p.id_type end, id_number = coalesce(r.id_number, p.id_number),
  /*person.taken*/,
  home_grid_id = coalesce(t.grid_id, p.home_grid_id),
  household_id = coalesce(
    t.final_household, case when coalesce(t.grid_id, p.home_grid_id) = p.home_grid_id and not list_contains(q.emptied, 'household_code') then p.household_id end),
  attention = case when q.attention_cleared then null else coalesce(r.attention, p.attention) end,
  attention_until = case when q.attention_cleared or list_contains(q.emptied, 'attention_until') then null
                         else coalesce(r.attention_until, p.attention_until) end,
  registered = p.registered or q.stay_until is null, version = p.version + 1, updated_at = $now
from taken t
join plan.people q on q.sheet = t.sheet and q.row = t.row
join plan.typed r on r.sheet = t.sheet and r.row = t.row
left join plan.pinyin y on y.name = r.name
where t.final_id = p.person_id and not t.is_new;

-- a move ends the former home
update membership m set until = cast($now as date)
from taken t
where m.person_id = t.final_id and m.kind = 'home' and m.until is null and not t.is_new and m.grid_id <> t.grid_id;

insert into membership (person_id, grid_id, kind, batch_id)
select t.final_id, t.grid_id, 'home', $batch from taken t
where t.grid_id is not null and (t.is_new or not exists
  (select 1 from membership m where m.person_id = t.final_id and m.kind = 'home' and m.until is null and m.grid_id = t.grid_id));

-- whoever is registered stays for a time no longer; a stay that is told again ends on the day that is told now
update membership m set until = cast($now as date)
from taken t
join plan.people q on q.sheet = t.sheet and q.row = t.row
where m.person_id = t.final_id and not t.is_new and m.kind = 'temporary' and m.until > cast($now as date) and q.stay_until is null and t.grid_id is not null;

update membership m set until = q.stay_until
from taken t
join plan.people q on q.sheet = t.sheet and q.row = t.row
where m.person_id = t.final_id and not t.is_new and m.kind = 'temporary' and m.until >= cast($now as date) and m.grid_id = q.grid_id and q.stay_until is not null;

insert into membership (person_id, grid_id, kind, since, until, batch_id)
select t.final_id, q.grid_id, 'temporary', least(coalesce(r.arrived_on, cast($now as date)), cast($now as date)), q.stay_until, $batch
from taken t
join plan.people q on q.sheet = t.sheet and q.row = t.row
join plan.typed r on r.sheet = t.sheet and r.row = t.row
where q.stay_until is not null and q.grid_id is not null and (t.is_new or not exists
  (select 1 from membership m where m.person_id = t.final_id and m.kind = 'temporary' and m.grid_id = q.grid_id and m.until >= cast($now as date)));

-- the number in the unit, where the person is in it already
update membership m set unit_no = case when list_contains(q.emptied, 'unit_no') then null else r.unit_no end
from taken t
join plan.people q on q.sheet = t.sheet and q.row = t.row
join plan.typed r on r.sheet = t.sheet and r.row = t.row
join plan.within w on w.block_id = r.block_id
where m.person_id = t.final_id and not t.is_new and list_contains(q.changes, 'unit_no') and m.grid_id = w.grid_id and m.kind = q.block_kind and m.until is null;

insert into membership (person_id, grid_id, kind, batch_id, unit_no)
select t.final_id, r.block_id, q.block_kind, $batch, r.unit_no
from taken t join plan.people q on q.sheet = t.sheet and q.row = t.row join plan.typed r on r.sheet = t.sheet and r.row = t.row
where r.block_id is not null and (t.is_new or list_contains(q.changes, 'block'));

insert into import_grid
select $batch, grid_id from taken where grid_id is not null
union
select $batch, r.block_id from taken t join plan.typed r on r.sheet = t.sheet and r.row = t.row where t.grid_id is null and r.block_id is not null
union
select $batch, grid_id from plan.people where status in ('new', 'changed') and stay_until is not null and grid_id is not null
union
select $batch, old_home from plan.people where status in ('new', 'changed') and old_home is not null;

drop table head
