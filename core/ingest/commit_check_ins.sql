-- purpose: store the scans of a plan in time order, unknown people as unregistered visitors.  parameters: $batch, $now, $person_base
insert into person (person_id, name, pinyin, initials, id_type, id_number, phone, registered, batch_id, updated_at)
select $person_base + v.new_no, v.name, y.pinyin, y.initials, v.id_type, v.id_number, v.phone, false, $batch, $now
from plan.visitor v left join plan.pinyin y on y.name = v.name order by v.new_no;

-- visible to those who answer for the grid where they were first seen
insert into membership (person_id, grid_id, kind, since, batch_id)
select $person_base + new_no, grid_id, 'temporary', cast(first_at as date), $batch from plan.visitor order by new_no;

insert into check_in (person_id, grid_id, scanned_at, direction, temperature, symptoms, batch_id)
select coalesce(c.person_id, $person_base + v.new_no), c.grid_id, c.scanned_at, c.direction, c.temperature, c.symptoms, $batch
from plan.check_ins c left join plan.visitor v on v.visitor = c.visitor
where not exists (select 1 from plan.again a where a.sheet = c.sheet and a.row = c.row)
order by c.scanned_at;

insert into import_grid select distinct $batch, grid_id from plan.check_ins
