-- purpose: rows without a document of their own that resemble a registered person, or an earlier row: who is the same, who is asked about
-- grain: plan.same one row per such row: `kind` how they resemble; `person_id` the registered one, null for an earlier row; `against` what
--   contradicts; `first_at` the earlier row; `verdict` same | other | ask.  needs: plan.said.  parameters: $scope roots, $today
-- A name is no identity. Nobody is changed by a row that merely resembles them unless their birth date agrees as well, or somebody said so.

-- about_people/numbers.sql has made them where a row has such a number
create table if not exists plan.unit_of (grid_id integer, unit_id integer);
create table if not exists plan.member_number (person_id integer, grid_id integer, unit_id integer, number text);
create or replace table plan.own_number (sheet integer, row bigint, block_id integer, unit_id integer, number text, written text, form text);
create or replace table plan.numbered (sheet integer, row bigint, person_id integer, near integer);
create or replace table plan.likeness (sheet integer, row bigint, person_id integer, by_phone boolean, against text[], sure boolean, agrees integer,
  fits_surely boolean, place bigint);
create or replace table plan.chosen (sheet integer, row bigint, person_id integer, sure boolean, by_phone boolean, ways bigint);
create or replace table plan.namesake (sheet integer, row bigint, first_at bigint);
create or replace table plan.same (sheet integer, row bigint, kind text, person_id integer, against text[], first_at bigint, verdict text, sure boolean);

-- who a document or a row key tells: no row that merely resembles them takes their place
create or replace table plan.certain as
select t.sheet, t.row, coalesce(t.key_id, p.person_id) as person_id
from plan.typed_rows t left join person p on p.id_number = t.id_number
where t.key_id is not null or p.person_id is not null;

-- one row: a row with its number in a unit, and somebody who has that number there. `near`: 2 in that very grid, 1 above or below it, 0 elsewhere
-- in the unit, where each class may number its own.
-- only if: of block: from plan.typed_rows where unit_no is not null and block_id is not null
insert into plan.own_number
select t.sheet, t.row, t.block_id, coalesce(u.unit_id, t.block_id) as unit_id, plan.unit_number(t.unit_no) as number,
  t.unit_no as written, t.form
from plan.typed_rows t left join plan.unit_of u on u.grid_id = t.block_id
where t.unit_no is not null and t.block_id is not null;

-- only if: from plan.own_number
insert into plan.numbered
select o.sheet, o.row, n.person_id,
  max(case when n.grid_id = o.block_id then 2 when below.grid_id is not null or above.grid_id is not null then 1 else 0 end) as near
from plan.own_number o
join plan.member_number n on n.unit_id = o.unit_id and n.number = o.number
left join grid_tree below on below.ancestor_id = o.block_id and below.grid_id = n.grid_id
left join grid_tree above on above.ancestor_id = n.grid_id and above.grid_id = o.block_id
where n.person_id in (from scope_people($scope, $today))
group by o.sheet, o.row, n.person_id;

-- one row: a row and somebody of its name with its phone, with its number in the unit, or with its home and household
-- only if: from plan.typed_rows where key_id is null and (sheet, row) not in (select (sheet, row) from plan.certain)
insert into plan.likeness
with near as (
  select t.sheet, t.row, p.person_id, true as by_phone, false as by_number
  from plan.typed_rows t join person p on p.phone = t.phone and name_form(p.name) = t.form
  where t.key_id is null and (t.id_number is null or p.id_number is null)
  union all
  select t.sheet, t.row, p.person_id, false, true
  from (select *, max(near) over (partition by sheet, row) as nearest from plan.numbered) m
  join plan.typed_rows t on t.sheet = m.sheet and t.row = m.row
  join person p on p.person_id = m.person_id and name_form(p.name) = t.form
  where m.near = m.nearest and t.key_id is null and (t.id_number is null or p.id_number is null)
  union all
  select t.sheet, t.row, p.person_id, false, false
  from plan.typed_rows t
  join person p on p.home_grid_id = t.grid_id and name_form(p.name) = t.form
  left join household h on h.household_id = p.household_id
  where t.key_id is null and t.id_number is null and p.id_number is null and coalesce(h.code, '') = coalesce(t.household_code, '')
),
met as (
  select sheet, row, person_id, bool_or(by_phone) as by_phone, bool_or(by_number) as by_number from near
  where person_id in (from scope_people($scope, $today))
    and (sheet, row) not in (select (sheet, row) from plan.certain)
    and person_id not in (select person_id from plan.certain)
  group by sheet, row, person_id
),
-- a resident number says birth and sex also where the register holds nothing else of somebody
known as (
  select p.person_id, p.id_number, p.phone, p.registered,
    coalesce(p.birth_date, case when p.id_type = 'resident_id' then try_strptime(substring(p.id_number, 7, 8), '%Y%m%d')::date end) as birth_date,
    coalesce(p.sex, case when p.id_type = 'resident_id' and try_cast(p.id_number[17] as integer) % 2 = 1 then 'male'
                         when p.id_type = 'resident_id' then 'female' end) as sex
  from person p where p.person_id in (select person_id from met)
),
-- another number in the very same class or workshop
otherwise as (
  select m.sheet, m.row, m.person_id
  from met m
  join plan.own_number o on o.sheet = m.sheet and o.row = m.row
  join plan.member_number n on n.person_id = m.person_id and n.grid_id = o.block_id
  group by m.sheet, m.row, m.person_id having not bool_or(n.number = o.number)
),
compared as (
  select m.sheet, m.row, m.person_id, m.by_phone,
    list_concat(plan.against(t.id_number, k.id_number, t.birth_date, k.birth_date, t.sex, k.sex, t.phone, k.phone),
      case when w.row is not null and not m.by_phone and not plan.agreed(t.birth_date, k.birth_date) then ['unit_no'] else [] end) as against,
    plan.agreed(t.birth_date, k.birth_date)
      or m.by_number
      -- a visitor of whom scans told name and phone alone has nothing that could be overwritten
      or m.by_phone and not k.registered and k.id_number is null and k.birth_date is null and k.sex is null as sure,
    plan.agreed(t.birth_date, k.birth_date)::integer * 4 + m.by_phone::integer * 2 + plan.agreed(t.sex, k.sex)::integer as agrees
  from met m
  join plan.typed_rows t on t.sheet = m.sheet and t.row = m.row
  join known k on k.person_id = m.person_id
  left join otherwise w on w.sheet = m.sheet and w.row = m.row and w.person_id = m.person_id
)
select *, sure and len(against) = 0 as fits_surely, row_number() over (partition by sheet, row order by len(against), sure desc, agrees desc, person_id) as place
from compared;

-- of several who fit alike, rows of one name take one each, in the order of the list
-- only if: from plan.likeness
insert into plan.chosen
with fitting as (
  select sheet, row, list(person_id order by place) as people, bool_or(fits_surely) as sure, count(*) filter (where fits_surely) as surely,
    bool_or(by_phone) as by_phone
  from plan.likeness where len(against) = 0 group by sheet, row
),
ranked as (
  select *, row_number() over (partition by people[1] order by sure desc, sheet, row) as turn from fitting
),
taken as (
  select sheet, row, people[turn] as person_id, sure, by_phone, case when sure then surely else len(people) end as ways
  from ranked where people[turn] is not null
)
select * from taken
qualify row_number() over (partition by person_id order by sure desc, sheet, row) = 1;

-- rows of one name with one phone, or one household of one grid, of which one has no document: the first of each way of being known
-- only if: select 1 from plan.typed_rows where name is not null and key_id is null having count(*) > 1 and bool_or(id_number is null)
insert into plan.namesake
with keyed as (
  select hash('p', phone, form) as key, sheet, row, id_number is null as bare from plan.typed_rows
  where phone is not null and name is not null and key_id is null
  union all
  select hash('h', form, household_code, grid_id), sheet, row, id_number is null from plan.typed_rows
  where name is not null and key_id is null
),
often as (select key from keyed group by key having count(*) > 1 and bool_or(bare)),
rows as (
  select k.key, t.sheet, t.row, t.id_number, t.birth_date, t.sex, t.phone, o.unit_id, o.number,
    -- those of whom more is known come first: it is the other that is asked about
    (k.bare::integer * 2 + (t.birth_date is null)::integer) * 1000000000000000 + plan.place_of(t.sheet, t.row) as spot
  from keyed k join plan.typed_rows t on t.sheet = k.sheet and t.row = k.row
  left join plan.own_number o on o.sheet = k.sheet and o.row = k.row
  where k.key in (from often)
),
known as (
  select key, id_number, birth_date, sex, phone, unit_id, number, min(spot) as first_at from rows
  group by key, id_number, birth_date, sex, phone, unit_id, number
),
-- a name that fifty ways of being known share is a placeholder
few as (select key from known group by key having count(*) <= 50),
paired as (
  select b.key, b.first_at, min(a.first_at) as before_at
  from known a join known b on b.key = a.key and a.first_at < b.first_at
  where a.key in (from few) and b.id_number is null
    and len(plan.against(a.id_number, b.id_number, a.birth_date, b.birth_date, a.sex, b.sex, a.phone, b.phone)) = 0
    and not coalesce(a.unit_id = b.unit_id and a.number <> b.number, false)
  group by b.key, b.first_at
)
select r.sheet, r.row, min(least(k.first_at, coalesce(p.before_at, k.first_at))) % 1000000000000000 as first_at
from rows r
join known k on k.key = r.key and k.id_number is not distinct from r.id_number and k.birth_date is not distinct from r.birth_date
  and k.sex is not distinct from r.sex and k.phone is not distinct from r.phone
  and k.unit_id is not distinct from r.unit_id and k.number is not distinct from r.number
left join paired p on p.key = k.key and p.first_at = k.first_at
where r.id_number is null and (r.spot > k.first_at or p.before_at is not null)
group by r.sheet, r.row;

-- only if: select sheet from plan.likeness union all select sheet from plan.namesake union all select sheet from plan.numbered
insert into plan.same
with resembling as (
  select c.sheet, c.row, case when c.ways > 1 then 'same_which' when c.by_phone then 'same_phone' else 'same_place' end as kind,
    c.person_id, c.sure and c.ways = 1 as sure, cast([] as text[]) as against, cast(null as bigint) as first_at
  from plan.chosen c
  union all
  -- another row of the list took the one whom it resembles
  select l.sheet, l.row, 'same_which', l.person_id, false, [], null
  from plan.likeness l
  where l.place = 1 and len(l.against) = 0
    and (l.sheet, l.row) not in (select (sheet, row) from plan.chosen) and (l.sheet, l.row) not in (select (sheet, row) from plan.namesake)
  union all
  -- an earlier row of the list is that person
  select n.sheet, n.row, 'same_row', null, false, [], n.first_at
  from plan.namesake n
  where (n.sheet, n.row) not in (select (sheet, row) from plan.chosen)
  union all
  select l.sheet, l.row, 'namesake', case when l.ways = 1 then l.person_id end, false, l.against, null
  from (select *, count(*) over (partition by sheet, row) as ways from plan.likeness) l
  where l.place = 1 and len(l.against) > 0
    and (l.sheet, l.row) not in (select (sheet, row) from plan.chosen) and (l.sheet, l.row) not in (select (sheet, row) from plan.namesake)
),
-- the number is somebody else's in that unit
taken as (
  select m.sheet, m.row, 'number_other' as kind, case when count(*) = 1 then min(m.person_id) end as person_id, false as sure,
    ['name'] as against, cast(null as bigint) as first_at
  from plan.numbered m
  join plan.typed_rows t on t.sheet = m.sheet and t.row = m.row
  join person p on p.person_id = m.person_id
  where m.near > 0 and t.key_id is null and name_form(p.name) is distinct from t.form
    and (m.sheet, m.row) not in (select (sheet, row) from plan.certain) and (m.sheet, m.row) not in (select (sheet, row) from resembling)
    and m.person_id not in (select person_id from plan.certain)
  group by m.sheet, m.row
),
answered as (
  select r.*, coalesce(one.answer, every.answer, case when kind in ('namesake', 'number_other') then 'other' else 'ask' end) as answer
  from (select * from resembling union all by name select * from taken) r
  left join plan.said one on one.sheet = r.sheet and one.about = cast(r.row as text)
  left join plan.said every on every.sheet = r.sheet and every.about = r.kind
)
select * exclude (answer, sure),
  case when sure then 'same'
       -- which of several nobody can say with a yes
       when answer = 'same' and kind = 'same_which' then 'ask'
       when answer = 'same' and kind in ('namesake', 'number_other') and person_id is null then 'other'
       else answer end as verdict,
  sure
from answered;

drop table plan.certain;
drop table plan.likeness;
drop table plan.chosen;
drop table plan.namesake;
drop table plan.numbered
