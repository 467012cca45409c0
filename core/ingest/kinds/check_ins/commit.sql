-- purpose: store unknown people of a plan as unregistered visitors.  parameters: $batch, $now, $person_base
insert into person (person_id, name, pinyin, initials, id_type, id_number, phone, registered, batch_id, updated_at)
select $person_base + v.new_no, v.name, y.pinyin, y.initials, v.id_type, v.id_number, v.phone, false, $batch, $now
from plan.visitor v left join plan.pinyin y on y.name = v.name order by v.new_no;

-- visible to those who answer for the grid where they were first seen
insert into membership (person_id, grid_id, kind, since, batch_id, unit_no)
select $person_base + new_no, grid_id, 'temporary', cast(first_at as date), $batch, unit_no from plan.visitor order by new_no;

insert into import_grid select distinct $batch, grid_id from plan.check_ins
