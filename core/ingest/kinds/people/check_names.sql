-- purpose: names that are odd, and that a masked name says nothing against the one whom a document tells
-- grain: plan.odd_name one row per row of plan.typed_rows with such a name (`code`: of its issue); plan.known_name one row per row whose
--   document tells the name that is masked.  parameters: $scope roots, $today
create or replace table plan.odd_name as
select sheet, row, name, cast(null as text) as code from plan.typed_rows where not plan.name_plain(name);
-- only if: from plan.odd_name
update plan.odd_name set code = plan.name_fault(name);
-- only if: from plan.odd_name
delete from plan.odd_name where code is null;

create or replace table plan.known_name (sheet integer, row bigint, name text, written text);
-- only if: from plan.odd_name where code = 'name_masked'
insert into plan.known_name
select t.sheet, t.row, min(p.name) as name, any_value(t.name) as written
from plan.odd_name o
join plan.typed_rows t on t.sheet = o.sheet and t.row = o.row
join person p on p.id_number = t.id_number and p.name <> t.name
where o.code = 'name_masked' and t.key_id is null
  and p.name like regexp_replace(t.name, '[*＊XxＸ×✕○〇●□■_]+|某+|口口', '%', 'g')
  and p.person_id in (from scope_people($scope, $today))
group by t.sheet, t.row;

-- only if: from plan.known_name
update plan.typed_rows t set name = k.name, form = name_form(k.name) from plan.known_name k where k.sheet = t.sheet and k.row = t.row;

-- only if: from plan.known_name
insert into plan.issue
select sheet, row, 'name', 'name_kept', json_object('value', written) from plan.known_name;

-- a name that is none; of an asterisk for a letter nobody knows who is meant; more than a name, or less: a phone beside it, two people,
-- letters that were lost on the way
-- only if: from plan.odd_name
insert into plan.issue
select sheet, row, 'name', code, json_object('value', case when code in ('name_nobody', 'name_bad') then name else mask_name(name) end)
from plan.odd_name where (sheet, row) not in (select (sheet, row) from plan.known_name);

drop table plan.odd_name;
drop table plan.known_name
