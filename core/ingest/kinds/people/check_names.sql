-- purpose: names of people whom a document tells: the register's writing stays, and a masked name says nothing against it
-- grain: plan.known_name one row per row of plan.typed_rows whose name is written otherwise or masked.  parameters: $scope roots, $today
create or replace table plan.known_name as
select t.sheet, t.row, min(p.name) as name, bool_or(plan.name_fault(t.name) is not distinct from 'name_masked') as masked, any_value(t.name) as written
from plan.typed_rows t
join person p on p.id_number = t.id_number and p.name <> t.name
where t.key_id is null
  and (name_form(p.name) = name_form(t.name)
    or plan.name_fault(t.name) = 'name_masked' and p.name like regexp_replace(t.name, '[*＊XxＸ×✕○〇●□■_]+|某+|口口', '%', 'g'))
  and p.person_id in (from scope_people($scope, $today))
group by t.sheet, t.row;

update plan.typed_rows t set name = k.name from plan.known_name k where k.sheet = t.sheet and k.row = t.row;

insert into plan.issue
select sheet, row, 'name', 'name_kept', json_object('value', written) from plan.known_name where masked;

drop table plan.known_name
