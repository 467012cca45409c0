-- purpose: a masked name says nothing against the one whom a document tells
-- grain: plan.known_name one row per such row of plan.typed_rows.  parameters: $scope roots, $today
create or replace table plan.known_name as
select t.sheet, t.row, min(p.name) as name, any_value(t.name) as written
from plan.typed_rows t
join person p on p.id_number = t.id_number and p.name <> t.name
where t.key_id is null and plan.name_fault(t.name) = 'name_masked'
  and p.name like regexp_replace(t.name, '[*＊XxＸ×✕○〇●□■_]+|某+|口口', '%', 'g')
  and p.person_id in (from scope_people($scope, $today))
group by t.sheet, t.row;

update plan.typed_rows t set name = k.name, form = name_form(k.name) from plan.known_name k where k.sheet = t.sheet and k.row = t.row;

insert into plan.issue
select sheet, row, 'name', 'name_kept', json_object('value', written) from plan.known_name;

drop table plan.known_name
