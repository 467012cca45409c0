-- purpose: store the new and changed declarations of a plan.  parameters: $batch, $declaration_base
create or replace temp table taken as
select d.* from plan.declaration d join plan.declarations r on r.sheet = d.sheet and r.row = d.row
where r.status in ('new', 'changed') and d.told_at is not null;

create or replace temp table was_declaration as
select e.* from declaration e where e.declaration_id in (select declaration_id from taken where len(changes) > 0);

insert into declaration (declaration_id, person_id, kind, declared_at, half, place, from_date, until_date, transport, seat, temperature, symptom, symptoms, case_contact, batch_id)
select $declaration_base + row_number() over (order by told_at, sheet, row, field), person_id, kind, told_at, half, place, from_date, until_date, nullif(transport, ''), seat,
  temperature, symptom, symptoms, case_contact, $batch
from taken where declaration_id is null;

update declaration e set
  place = case when list_contains(t.changes, 'place') then t.place else e.place end,
  from_date = case when list_contains(t.changes, 'from_date') then t.from_date else e.from_date end,
  until_date = case when list_contains(t.changes, 'until_date') then t.until_date else e.until_date end,
  transport = case when list_contains(t.changes, 'transport') then t.transport else e.transport end,
  seat = case when list_contains(t.changes, 'seat') then t.seat else e.seat end,
  temperature = case when list_contains(t.changes, 'temperature') then t.temperature else e.temperature end,
  symptom = case when list_contains(t.changes, 'symptom') then t.symptom else e.symptom end,
  symptoms = case when list_contains(t.changes, 'symptoms') then t.symptoms else e.symptoms end,
  case_contact = case when list_contains(t.changes, 'case_contact') then t.case_contact else e.case_contact end
from taken t where t.declaration_id = e.declaration_id and len(t.changes) > 0;

insert into import_grid select distinct $batch, home_grid_id from taken where home_grid_id is not null;

drop table taken
