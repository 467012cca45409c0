-- purpose: whom the rows of a list about people mean, and issues on those whom the register does not know
-- grain: plan.who one row per row of plan.who_asked; person_id null: nobody, or more than one; that of somebody who is taken in: above $visitor_base
-- needs: plan.said (of whom the clerk says a row without a document is: a person's number, or other: nobody of these), plan.who_asked (sheet, row, id_number, phone, name, grid_id, known_id: whom a row key names; again_id: who it was when what the row tells was stored, as far as nothing of it tells otherwise; household_code, block_id, the unit where they work or study, and part_id, their class or department in it, where the list has them), as written
-- parameters: $scope roots, $today, $visitors (sheets whose unknown people are taken in), $visitor_base (the highest number of a person until then)
-- a document number tells; else phone and name; else the name in a grid or below it (of a household, where the row has it) or in a unit, where only one is called so
create or replace table plan.who_judged as
with given as (
  from plan.who_asked
  union all by name
  select null::text as household_code, null::integer as block_id, null::integer as part_id, null::integer as again_id where false
),
told as (
  select sheet, row, known_id, again_id, plan.document(plan.told(id_number)) as document, coalesce(plan.phone_told(plan.told(phone)), plan.phone_digits(plan.told(phone))) as phone,
    plan.told(name) as name, grid_id, block_id, part_id, plan.told(household_code) as household
  from given
)
select *, name_form(name) as form,
  case when contains(document, '*') then 'id_masked' when plan.rounded_number(document) then 'id_numeric'
       when plan.resident_shape(document) and not plan.resident_fits(document) then 'id_checksum'
       when plan.resident_misspelt(document) then 'id_format' end as fault
from told;

create or replace table plan.who_document as
select j.sheet, j.row, min(p.person_id) as person_id, count(*) as ways
from plan.who_judged j join person p on p.id_number = j.document
where j.fault is null and j.known_id is null group by j.sheet, j.row;

-- everybody who bears the name of a row that no document told, with the grids and the household where they live or stay
create or replace table plan.who_called as
select j.sheet, j.row, p.person_id, p.phone, p.home_grid_id, h.code as household, j.document is null or p.id_number is null as may_be
from plan.who_judged j
join person p on name_form(p.name) = j.form
left join household h on h.household_id = p.household_id
where j.form is not null and j.known_id is null and (j.sheet, j.row) not in (select (sheet, row) from plan.who_document);

-- what the clerk says of a row without a document
-- only if: from plan.said
update plan.who_judged j set known_id = c.person_id
from plan.who_called c join plan.said s on s.sheet = c.sheet and s.about = cast(c.row as text) and s.answer = cast(c.person_id as text)
where c.sheet = j.sheet and c.row = j.row and c.may_be and j.document is null;

-- only if: from plan.said
update plan.who_called c set may_be = false
from plan.said s where s.answer = 'other' and s.sheet = c.sheet and s.about = cast(c.row as text);

create or replace table plan.who_there as
with stays as (
  select sheet, row, person_id, home_grid_id as grid_id, 'area' as axis from plan.who_called
  union all
  select c.sheet, c.row, c.person_id, m.grid_id, case m.kind when 'temporary' then 'area' else 'block' end
  from plan.who_called c join membership m on m.person_id = c.person_id
  where m.kind <> 'home' and holds_on(m.since, m.until, cast($today as date))
),
asked as (
  select sheet, row, grid_id, 'area' as axis from plan.who_judged where grid_id is not null
  union all
  select sheet, row, block_id, 'block' from plan.who_judged where block_id is not null
)
select distinct s.sheet, s.row, s.person_id
from stays s
join grid_tree t on t.grid_id = s.grid_id
join asked j on j.sheet = s.sheet and j.row = s.row and j.axis = s.axis and j.grid_id = t.ancestor_id;

-- of a row that names a class or department too: who is registered there, or no closer than where it belongs (a pupil of the grade)
create or replace table plan.who_in_part as
select distinct j.sheet, j.row, c.person_id
from plan.who_judged j
join plan.who_called c on c.sheet = j.sheet and c.row = j.row
join membership m on m.person_id = c.person_id and m.kind <> 'home' and holds_on(m.since, m.until, cast($today as date))
where j.part_id is not null and (m.grid_id in (select ancestor_id from grid_tree where grid_id = j.part_id)
  or m.grid_id in (select grid_id from grid_tree where ancestor_id = j.part_id));

create or replace table plan.who as
with called as (
  select c.*, j.phone as asked_phone, j.household as asked_household, coalesce(j.grid_id, j.block_id) as asked_grid, j.document as asked_document,
    t.person_id is not null as there, j.part_id is null or i.person_id is not null as in_part
  from plan.who_called c
  join plan.who_judged j on j.sheet = c.sheet and j.row = c.row
  left join plan.who_there t on t.sheet = c.sheet and t.row = c.row and t.person_id = c.person_id
  left join plan.who_in_part i on i.sheet = c.sheet and i.row = c.row and i.person_id = c.person_id
),
by_phone as (
  select sheet, row, min(person_id) as person_id, count(*) as ways
  from called where may_be and phone = asked_phone group by sheet, row
),
by_place as (
  select sheet, row, min(person_id) as person_id, count(*) as ways
  from called
  where may_be and there and in_part and (phone is null or asked_phone is null) and coalesce(household = asked_household, true) group by sheet, row
),
-- who may be meant though nothing proves it: the name in the same place beside another phone, or a name without more
nearly as (
  select sheet, row, count(distinct person_id) as ways
  from called
  where may_be and asked_document is null and coalesce(household = asked_household, true)
    and (there or asked_grid is null and (asked_phone is null or phone is null))
  group by sheet, row
)
select j.* exclude (form), p.home_grid_id,
  coalesce(j.known_id, case when d.ways = 1 then d.person_id when d.ways is null and f.ways = 1 then f.person_id
    when d.ways is null and f.ways is null and n.ways = 1 then n.person_id when j.document is null then j.again_id end) as person_id,
  coalesce(d.ways, f.ways, n.ways, y.ways, 0) as ways
from plan.who_judged j
left join plan.who_document d on d.sheet = j.sheet and d.row = j.row
left join by_phone f on f.sheet = j.sheet and f.row = j.row
left join by_place n on n.sheet = j.sheet and n.row = j.row
left join nearly y on y.sheet = j.sheet and y.row = j.row
left join person p on p.person_id = coalesce(j.known_id, case when d.ways = 1 then d.person_id when d.ways is null and f.ways = 1 then f.person_id
    when d.ways is null and f.ways is null and n.ways = 1 then n.person_id when j.document is null then j.again_id end);

insert into plan.issue
select sheet, row, 'id_number', fault, json_object('value', mask_id(document)) from plan.who where fault is not null and known_id is null
union all
select sheet, row, 'id_number', 'person_missing', null from plan.who where person_id is null and document is null and name is null
union all
select sheet, row, 'id_number', 'person_doubtful', json_object('people', ways) from plan.who
where person_id is null and fault is null and ways > 0
union all
select w.sheet, w.row, 'id_number', 'person_outside_scope', null from plan.who w
where w.person_id is not null and w.person_id not in (from scope_people($scope, $today));

-- nobody: taken in where the clerk says so, one of each document, else of each name and phone, else of each name and place
create or replace table plan.newcomer as
with nobody as (
  select sheet, row, document, phone, name, grid_id, coalesce('d' || document, 'p' || phone || name_form(name), 'g' || coalesce(grid_id, 0) || name_form(name)) as identity
  from plan.who
  where person_id is null and fault is null and ways = 0 and name is not null
    and list_contains($visitors, sheet) and plan.name_fault(name) is null
    and (grid_id is null or grid_id in (select grid_id from plan.in_scope))
),
told as (
  select identity, min(sheet::bigint * 100000000 + row) as place, any_value(document) as document, any_value(phone) as phone,
    any_value(name order by sheet, row) as name, any_value(grid_id) as grid_id
  from nobody group by identity
),
-- without a place, the whole alone may take in: nobody else would see them again
numbered as (
  select *, $visitor_base + row_number() over (order by place) as person_id from told where grid_id is not null or list_contains($scope, 0)
)
select n.sheet, n.row, t.* exclude (place), n.sheet::bigint * 100000000 + n.row = t.place as first
from nobody n join numbered t on t.identity = n.identity;

update plan.who w set person_id = n.person_id from plan.newcomer n where n.sheet = w.sheet and n.row = w.row;

insert into plan.issue
select w.sheet, w.row, 'id_number', case when list_contains($visitors, w.sheet) then 'visitor_not' else 'person_unknown' end, null from plan.who w
where w.person_id is null and w.fault is null and w.ways = 0 and (w.document is not null or w.name is not null)
union all
select sheet, row, 'id_number', 'visitor_taken_in', null from plan.newcomer
