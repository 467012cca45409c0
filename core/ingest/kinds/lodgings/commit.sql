-- purpose: store the new and changed places of a plan and their rooms.  parameters: $batch, $lodging_base, $room_base
create or replace temp table was_lodging as
select l.* from lodging l where l.lodging_id in (select lodging_id from plan.lodgings where status in ('new', 'changed'));

create or replace temp table was_lodging_room as
select r.* from lodging_room r where r.room_id in (select room_id from plan.lodgings where status = 'changed');

create or replace temp table lodging_told as
select kind, name_key, place_no, min(lodging_id) as lodging_id, arg_min(name, (sheet, row)) as name, arg_min(grid_id, (sheet, row)) filter (where grid_id is not null) as grid_id,
  arg_min(address, (sheet, row)) filter (where address is not null) as address, arg_min(contact, (sheet, row)) filter (where contact is not null) as contact,
  arg_min(phone, (sheet, row)) filter (where phone is not null) as phone
from plan.lodgings where status in ('new', 'changed') group by kind, name_key, place_no;

insert into lodging (lodging_id, kind, name, grid_id, address, contact, phone, batch_id)
select $lodging_base + row_number() over (order by place_no), kind, name, grid_id, address, contact, phone, $batch
from lodging_told where lodging_id is null;

update lodging l set address = coalesce(t.address, l.address), contact = coalesce(t.contact, l.contact), phone = coalesce(t.phone, l.phone)
from lodging_told t where t.lodging_id = l.lodging_id;

insert into lodging_room (room_id, lodging_id, name, beds, batch_id)
select $room_base + row_number() over (order by p.sheet, p.row), coalesce(p.lodging_id, l.lodging_id), p.room, p.beds, $batch
from plan.lodgings p
left join lodging l on l.batch_id = $batch and l.kind = p.kind and lodging_key(l.name) = p.name_key
where p.status = 'new';

update lodging_room r set beds = p.beds from plan.lodgings p where p.room_id = r.room_id and p.status = 'changed' and p.beds is not null;

insert into import_grid
select distinct $batch, l.grid_id
from plan.lodgings p join lodging l on l.kind = p.kind and lodging_key(l.name) = p.name_key where p.status in ('new', 'changed');

drop table lodging_told
